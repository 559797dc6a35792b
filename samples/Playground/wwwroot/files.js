// Files of clients and agents: pictures are shown, any other file is a link.
import { el } from './dom.js';

const pictureName = /\.(png|jpe?g|gif|webp)$/i;

export function isPicture(name) {
  return pictureName.test(name);
}

/** If a picture cannot be loaded, a link is shown instead. */
export function createFileElement(name, url) {
  const link = el('a', { class: 'attachment', href: url, target: '_blank', rel: 'noreferrer' }, name);
  if (!isPicture(name))
    return link;
  const image = el('img', { src: url, alt: name });
  const frame = el('a', { class: 'picture', href: url, target: '_blank', rel: 'noreferrer', title: name }, image);
  image.addEventListener('error', () => frame.replaceWith(link));
  return frame;
}
