// The comments of a ticket: the client's, the agents' public replies, and internal notes.
import { post } from './api.js';
import { el, formatTime } from './dom.js';
import { createFileElement } from './files.js';
import { createRichText } from './richtext.js';

export function createComment(item) {
  if (item.end)
    return el('li', { class: 'event' }, item.end);
  const kind = !item.isPublic ? 'internal' : item.isStaff ? 'staff' : 'client';
  const label = { internal: 'Internal note', staff: 'Public reply', client: 'Client' }[kind];
  return el('li', { class: `comment ${kind}` },
    el('header', {}, el('b', {}, item.author ?? 'Unknown'), el('span', {}, label), el('time', { datetime: item.createdAt }, formatTime(item.createdAt))),
    el('div', { class: 'rich' }, ...createRichText(item.html)),
    ...item.files.map(createAttachment));
}

// A picture in the text is not listed again.
function createAttachment(file) {
  if (file.scan === 'malware_not_found')
    return file.isInline ? null : el('div', { class: 'file-line' }, createFileElement(file.name, file.url));
  const verdict = file.scan === 'not_scanned' ? 'not scanned yet' : 'malware found';
  return el('div', { class: 'file-line' },
    el('span', { class: 'attachment' }, file.name),
    el('span', { class: `verdict ${file.scan}` }, verdict),
    ...(file.scan === 'not_scanned' ? [createScanButton(file, 'malware_not_found', 'Scan: clean'), createScanButton(file, 'malware_found', 'Scan: malware')] : []));
}

function createScanButton(file, value, text) {
  const button = el('button', { type: 'button', class: 'quiet small' }, text);
  button.addEventListener('click', () => post(`${file.url}/scan`, { result: value }));
  return button;
}
