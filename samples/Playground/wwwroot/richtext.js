// Formatted text without trust: it is read in a document where nothing loads or runs, and only known elements are built anew, without their attributes.
import { el } from './dom.js';

const kept = new Set([
  'p', 'div', 'br', 'hr', 'b', 'strong', 'i', 'em', 'u', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li',
  'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td',
]);
const dropped = new Set(['script', 'style', 'template', 'title', 'iframe', 'object', 'svg', 'math']);

/** What somebody wrote, to be shown. Pictures only from this page's own address. */
export function richText(html) {
  return copies(parse(html).body, image => {
    const source = image.getAttribute('src') ?? '';
    return source.startsWith('/api/desk/') ? el('img', { src: source, alt: image.getAttribute('alt') ?? '' }) : null;
  });
}

/** What stands in an editor, to be sent; pictures as the caller writes them, in a document that loads none. */
export function toHtml(editor, writePicture) {
  const draft = parse('');
  draft.body.append(...copies(editor, image => writePicture(image, draft)));
  return draft.body.innerHTML;
}

export function safeLink(address) {
  return /^(https?:\/\/|mailto:)/i.test(address?.trim() ?? '') ? address.trim() : null;
}

function copies(node, showPicture) {
  return [...node.childNodes].flatMap(child => copy(child, showPicture));
}

function copy(node, showPicture) {
  if (node.nodeType === Node.TEXT_NODE)
    return [node.data];
  const name = node.localName;
  if (node.nodeType !== Node.ELEMENT_NODE || dropped.has(name))
    return [];
  if (name === 'img')
    return [showPicture(node)].filter(Boolean);
  const inside = copies(node, showPicture);
  if (name === 'a') {
    const href = safeLink(node.getAttribute('href'));
    return href ? [el('a', { href, target: '_blank', rel: 'noreferrer' }, ...inside)] : inside;
  }
  return kept.has(name) ? [el(name, {}, ...inside)] : inside;
}

function parse(html) {
  return new DOMParser().parseFromString(html, 'text/html');
}
