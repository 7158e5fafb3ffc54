import clsx from 'clsx';
import ReactMarkdown, { type Components } from 'react-markdown';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';

const schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => !['picture', 'source'].includes(name)),
  protocols: { ...defaultSchema.protocols, href: ['http', 'https', 'mailto'], src: [] },
};

/** Keeps web, mail and in-page links; anything else becomes empty. */
export function safeLink(address: string): string {
  if (/^(https?:\/\/|mailto:)/i.test(address)) return address;
  return /^(\/(?!\/)|#)/.test(address) ? address : '';
}

const components: Components = {
  a: ({ href, children }) => {
    if (!href) return <span>{children}</span>;
    const isOutside = /^https?:/i.test(href);
    return (
      <a href={href} className="link" {...(isOutside ? { rel: 'noreferrer nofollow', target: '_blank' } : {})}>
        {children}
      </a>
    );
  },
  img: ({ src, alt }) =>
    typeof src === 'string' && /^\/(?!\/)/.test(src) ? (
      // biome-ignore lint/performance/noImgElement: pictures of a card have unknown sizes and need no optimiser.
      <img src={src} alt={alt ?? ''} className="my-2 max-w-full rounded-md" />
    ) : (
      <span className="text-ink-3">{alt}</span>
    ),
  table: ({ children }) => (
    <div className="my-3 overflow-x-auto">
      <table className="border-collapse text-sm [&_td]:border-b [&_td]:border-line [&_td]:px-3 [&_td]:py-1.5 [&_th]:border-b [&_th]:border-line [&_th]:px-3 [&_th]:py-1.5 [&_th]:text-left [&_th]:text-xs [&_th]:font-normal [&_th]:text-ink-3">
        {children}
      </table>
    </div>
  ),
};

/** Text a person wrote: GitHub-flavoured Markdown, no raw HTML, links to http, https and mailto, pictures only from this server. Headings start at h3. */
export function Markdown({ text, className }: { text: string; className?: string }) {
  return (
    <div
      className={clsx(
        'max-w-measure text-md text-ink [&_blockquote]:border-l-2 [&_blockquote]:border-line-strong [&_blockquote]:pl-3 [&_blockquote]:text-ink-2 [&_code]:rounded-sm [&_code]:bg-sunken [&_code]:px-1 [&_h3]:mt-5 [&_h3]:mb-1 [&_h3]:text-lg [&_h3]:font-semibold [&_h4]:mt-4 [&_h4]:font-semibold [&_li]:my-0.5 [&_ol]:my-2 [&_ol]:list-decimal [&_ol]:pl-5 [&_p]:my-2 [&_pre]:my-3 [&_pre]:overflow-x-auto [&_pre]:rounded-md [&_pre]:bg-sunken [&_pre]:p-3 [&_ul]:my-2 [&_ul]:list-disc [&_ul]:pl-5',
        className,
      )}
    >
      <ReactMarkdown
        skipHtml
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[[rehypeSanitize, schema]]}
        urlTransform={safeLink}
        components={{
          ...components,
          h1: ({ children }) => <h3>{children}</h3>,
          h2: ({ children }) => <h3>{children}</h3>,
          h3: ({ children }) => <h4>{children}</h4>,
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
