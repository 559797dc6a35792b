// Files in either column: pictures are shown where they are, anything else is a link.
import { el } from './dom.js';

const picture = /\.(png|jpe?g|gif|webp)$/i;

export function isPicture(name) {
  return picture.test(name);
}

/** A picture that can't be had becomes the link it would otherwise have been. */
export function shownFile(name, url) {
  const link = el('a', { class: 'attachment', href: url, target: '_blank', rel: 'noreferrer' }, name);
  if (!isPicture(name))
    return link;
  const image = el('img', { src: url, alt: name });
  const frame = el('a', { class: 'picture', href: url, target: '_blank', rel: 'noreferrer', title: name }, image);
  image.addEventListener('error', () => frame.replaceWith(link));
  return frame;
}
