/** A seedling above the ground: the mark of the product. */
export function BrandMark({ size = 20 }: { size?: number }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width={size}
      height={size}
      fill="none"
      strokeLinecap="round"
      aria-hidden="true"
      className="shrink-0"
    >
      <path d="M10 3v6M3.5 11h13" stroke="var(--ink)" strokeWidth="2" />
      <path d="M5 11h10a5 5 0 0 1-10 0z" fill="var(--accent)" />
      <path
        d="M10 1.2c1.9 0 3 1.200 3 2.800 0 1.500-1.200 2.700-3 2.700S7 5.500 7 4c0-1.600 1.100-2.800 3-2.800z"
        fill="var(--ink)"
      />
    </svg>
  );
}
