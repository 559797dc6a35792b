// The agent's editor: formatting buttons, links, pictures in the text, and attachments.
import { byId, el } from './dom.js';
import { safeLink, toHtml } from './richtext.js';

export function startEditor({ submit }) {
  const [text, tools, linkRow, address, attachmentList] = ['reply-text', 'tools', 'link-row', 'link-address', 'attachments'].map(byId);
  const pictures = new Map(); // files by their temporary address in the editor
  let files = [];
  let savedRange = null;

  document.execCommand('defaultParagraphSeparator', false, 'p');
  tools.addEventListener('mousedown', event => {
    if (event.target.closest('[data-command]'))
      event.preventDefault(); // keeps the selection
  });
  tools.addEventListener('click', event => {
    const command = event.target.closest('[data-command]')?.dataset.command;
    if (command === 'link')
      showLinkField();
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
    saveSelection();
    if (isBlank())
      text.replaceChildren(); // browsers leave an empty line, which would hide the hint
  });

  address.addEventListener('keydown', event => {
    if (event.key === 'Enter') {
      event.preventDefault();
      insertLink();
    } else if (event.key === 'Escape') {
      linkRow.hidden = true;
      restoreSelection();
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

  function showLinkField() {
    saveSelection();
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
    restoreSelection();
    if (getSelection().isCollapsed)
      insert(el('a', { href }, href));
    else
      document.execCommand('createLink', false, href);
  }

  function insertPicture(file) {
    const url = URL.createObjectURL(file);
    pictures.set(url, file);
    restoreSelection();
    insert(el('img', { src: url, alt: file.name }));
  }

  function insert(node) {
    const range = getSelection().getRangeAt(0);
    range.deleteContents();
    range.insertNode(node);
    range.setStartAfter(node);
    range.collapse(true);
    saveSelection();
  }

  function saveSelection() {
    const selection = getSelection();
    if (selection.rangeCount > 0 && text.contains(selection.anchorNode))
      savedRange = selection.getRangeAt(0).cloneRange();
  }

  // Restores the position where the agent was writing; at the end of the text if there is none.
  function restoreSelection() {
    text.focus();
    const selection = getSelection();
    if (savedRange && text.contains(savedRange.startContainer)) {
      selection.removeAllRanges();
      selection.addRange(savedRange);
    } else if (!text.contains(selection.anchorNode) || selection.anchorNode === text) {
      selection.selectAllChildren(text);
      selection.collapseToEnd();
    }
  }

  function attach(added) {
    files = [...files, ...added];
    attachmentList.replaceChildren(...files.map(file => {
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

  /** Returns the text and the attachments as form data. */
  function read() {
    const form = new FormData();
    const used = [];
    const html = toHtml(text, (image, draft) => {
      const file = pictures.get(image.getAttribute('src'));
      if (!file)
        return null;
      used.push(file);
      const picture = draft.createElement('img');
      picture.setAttribute('src', `cid:${used.length - 1}`);
      picture.setAttribute('alt', file.name);
      return picture;
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
    savedRange = null;
    attach([]);
  }

  return { read, clear, isEmpty: () => isBlank() && files.length === 0 };
}
