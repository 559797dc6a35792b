// The agent's editor: a few buttons of formatting, a link, pictures in the text, and files beside it.
import { byId, el } from './dom.js';
import { safeLink, toHtml } from './richtext.js';

export function startEditor({ submit }) {
  const [text, tools, linkRow, address, chips] = ['reply-text', 'tools', 'link-row', 'link-address', 'chips'].map(byId);
  const pictures = new Map(); // by the address they have while they are written about
  let files = [];
  let place = null;

  document.execCommand('defaultParagraphSeparator', false, 'p');
  tools.addEventListener('mousedown', event => {
    if (event.target.closest('[data-command]'))
      event.preventDefault(); // what is marked stays marked
  });
  tools.addEventListener('click', event => {
    const command = event.target.closest('[data-command]')?.dataset.command;
    if (command === 'link')
      askForLink();
    else if (command) {
      text.focus();
      document.execCommand(command);
    }
  });
  text.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey))
      return;
    event.preventDefault();
    submit();
  });
  text.addEventListener('paste', event => {
    event.preventDefault();
    const pasted = [...event.clipboardData.files].filter(file => file.type.startsWith('image/'));
    if (pasted.length > 0)
      pasted.forEach(insertPicture);
    else
      document.execCommand('insertText', false, event.clipboardData.getData('text/plain'));
  });
  text.addEventListener('drop', event => {
    event.preventDefault();
    attach([...event.dataTransfer.files]);
  });
  text.addEventListener('blur', () => {
    rememberPlace();
    if (isBlank())
      text.replaceChildren(); // browsers leave an empty line behind, which hides the hint
  });

  address.addEventListener('keydown', event => {
    if (event.key === 'Enter') {
      event.preventDefault();
      insertLink();
    } else if (event.key === 'Escape') {
      linkRow.hidden = true;
      restorePlace();
    }
  });
  byId('link-insert').addEventListener('click', insertLink);
  byId('agent-picture').addEventListener('change', event => {
    [...event.target.files].forEach(insertPicture);
    event.target.value = '';
  });
  byId('agent-file').addEventListener('change', event => {
    attach([...event.target.files]);
    event.target.value = '';
  });

  function askForLink() {
    rememberPlace();
    linkRow.hidden = false;
    address.value = 'https://';
    address.focus();
  }

  function insertLink() {
    const href = safeLink(address.value);
    if (!href) {
      address.focus();
      return;
    }
    linkRow.hidden = true;
    restorePlace();
    if (getSelection().isCollapsed)
      insert(el('a', { href }, href));
    else
      document.execCommand('createLink', false, href);
  }

  function insertPicture(file) {
    const url = URL.createObjectURL(file);
    pictures.set(url, file);
    restorePlace();
    insert(el('img', { src: url, alt: file.name }));
  }

  function insert(node) {
    const range = getSelection().getRangeAt(0);
    range.deleteContents();
    range.insertNode(node);
    range.setStartAfter(node);
    range.collapse(true);
    rememberPlace();
  }

  function rememberPlace() {
    const selection = getSelection();
    if (selection.rangeCount > 0 && text.contains(selection.anchorNode))
      place = selection.getRangeAt(0).cloneRange();
  }

  // Where the agent was writing; at the end, for who has not begun.
  function restorePlace() {
    text.focus();
    const selection = getSelection();
    if (place && text.contains(place.startContainer)) {
      selection.removeAllRanges();
      selection.addRange(place);
    } else if (!text.contains(selection.anchorNode) || selection.anchorNode === text) {
      selection.selectAllChildren(text);
      selection.collapseToEnd();
    }
  }

  function attach(added) {
    files = [...files, ...added];
    chips.replaceChildren(...files.map(file => {
      const remove = el('button', { type: 'button', 'aria-label': `Remove ${file.name}` }, '×');
      remove.addEventListener('click', () => {
        files = files.filter(other => other !== file);
        attach([]);
      });
      return el('li', {}, el('span', {}, file.name), remove);
    }));
  }

  function isBlank() {
    return !text.textContent.trim() && !text.querySelector('img');
  }

  /** What is written and attached, as fields of a form. */
  function read() {
    const form = new FormData();
    const used = [];
    const html = toHtml(text, (image, draft) => {
      const file = pictures.get(image.getAttribute('src'));
      if (!file)
        return null;
      used.push(file);
      const written = draft.createElement('img');
      written.setAttribute('src', `cid:${used.length - 1}`);
      written.setAttribute('alt', file.name);
      return written;
    });
    form.set('html', isBlank() ? '' : html);
    used.forEach(file => form.append('picture', file, file.name));
    files.forEach(file => form.append('file', file, file.name));
    return form;
  }

  function clear() {
    text.replaceChildren();
    pictures.forEach((_, url) => URL.revokeObjectURL(url));
    pictures.clear();
    files = [];
    place = null;
    attach([]);
  }

  return { read, clear, isEmpty: () => isBlank() && files.length === 0 };
}
