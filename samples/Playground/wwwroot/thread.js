// A ticket's comments: what the client wrote, what agents answered, and what only they see.
import { post } from './api.js';
import { clock, el } from './dom.js';
import { shownFile } from './files.js';
import { richText } from './richtext.js';

export function comment(item) {
  if (item.end)
    return el('li', { class: 'event' }, item.end);
  const kind = !item.isPublic ? 'internal' : item.isStaff ? 'staff' : 'client';
  const mark = { internal: 'Internal note', staff: 'Public reply', client: 'Client' }[kind];
  return el('li', { class: `comment ${kind}` },
    el('header', {}, el('b', {}, item.author ?? 'Unknown'), el('span', {}, mark), el('time', { datetime: item.createdAt }, clock(item.createdAt))),
    el('div', { class: 'rich' }, ...richText(item.html)),
    ...item.files.map(attached));
}

// A picture in the text is shown there already.
function attached(file) {
  if (file.scan === 'malware_not_found')
    return file.isInline ? null : el('div', { class: 'file-line' }, shownFile(file.name, file.url));
  const verdict = file.scan === 'not_scanned' ? 'not scanned yet' : 'malware found';
  return el('div', { class: 'file-line' },
    el('span', { class: 'attachment' }, file.name),
    el('span', { class: `verdict ${file.scan}` }, verdict),
    ...(file.scan === 'not_scanned' ? [result(file, 'malware_not_found', 'Scan: clean'), result(file, 'malware_found', 'Scan: malware')] : []));
}

function result(file, value, text) {
  const button = el('button', { type: 'button', class: 'quiet small' }, text);
  button.addEventListener('click', () => post(`${file.url}/scan`, { result: value }));
  return button;
}
