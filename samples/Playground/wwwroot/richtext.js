// Untrusted formatted text. It is parsed in a document in which nothing is loaded or run, and only known elements are copied,
// without their attributes.
import { el } from './dom.js';

const allowedElements = new Set([
  'p', 'div', 'br', 'hr', 'b', 'strong', 'i', 'em', 'u', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li',
  'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td',
]);
const removedElements = new Set(['script', 'style', 'template', 'title', 'iframe', 'object', 'svg', 'math']);

/** Returns the nodes to show for a text. Only pictures from this page's own address are kept. */
export function createRichText(html) {
  return copyChildren(parse(html).body, image => {
    const source = image.getAttribute('src') ?? '';
    return source.startsWith('/api/desk/') ? el('img', { src: source, alt: image.getAttribute('alt') ?? '' }) : null;
  });
}

/** Returns the HTML of an editor's content. The caller creates the pictures, in a document in which none is loaded. */
export function toHtml(editor, createPicture) {
  const draft = parse('');
  draft.body.append(...copyChildren(editor, image => createPicture(image, draft)));
  return draft.body.innerHTML;
}

export function safeLink(address) {
  return /^(https?:\/\/|mailto:)/i.test(address?.trim() ?? '') ? address.trim() : null;
}

function copyChildren(node, createPicture) {
  return [...node.childNodes].flatMap(child => copy(child, createPicture));
}

function copy(node, createPicture) {
  if (node.nodeType === Node.TEXT_NODE)
    return [node.data];
  const name = node.localName;
  if (node.nodeType !== Node.ELEMENT_NODE || removedElements.has(name))
    return [];
  if (name === 'img')
    return [createPicture(node)].filter(Boolean);
  const inside = copyChildren(node, createPicture);
  if (name === 'a') {
    const href = safeLink(node.getAttribute('href'));
    return href ? [el('a', { href, target: '_blank', rel: 'noreferrer' }, ...inside)] : inside;
  }
  return allowedElements.has(name) ? [el(name, {}, ...inside)] : inside;
}

function parse(html) {
  return new DOMParser().parseFromString(html, 'text/html');
}
