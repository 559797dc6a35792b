// The client's side: the transcript and the actions of a client.
import { get, post, postRaw } from './api.js';
import { byId, clearWhile, el, formatTime, showError, showList, stickToEnd, submitOnEnter } from './dom.js';
import { createFileElement } from './files.js';
import { startHandOver } from './handover.js';
import { startRating } from './rating.js';

const names = ['Anna Petrova', 'Jonas Weber', 'Leila Haddad', 'Marc Dubois', 'Ines Costa', 'Oleg Sokolov'];

const maxCharactersOfClient = 1000; // of a longer first text with several speakers, the bridge takes the bot to be the author

export function startChat() {
  const [lines, error, composer, text] = ['chat-lines', 'chat-error', 'composer', 'text'].map(byId);
  let client = JSON.parse(sessionStorage.getItem('client') ?? 'null') ?? createClient();
  let isOpen = false;
  let hasLines = false;
  let chosenForm = null; // set when the user chose another form than the default one
  const handover = startHandOver({
    getClientName: () => client.name,
    renameClient: name => {
      client.name = name;
      saveClient();
    },
    handOver: body => {
      chosenForm = null;
      return run(post(getUrl('/handover'), body));
    },
    cancel: () => chooseForm('composer', text),
  });

  const rating = startRating({ getUrl, onAnswered: showForms });

  saveClient();
  stickToEnd(lines);
  byId('new-client').addEventListener('click', () => {
    client = createClient();
    saveClient();
    chosenForm = null;
    refresh();
  });
  composer.addEventListener('submit', event => {
    event.preventDefault();
    const message = text.value.trim();
    if (message)
      clearWhile(text, () => run(post(getUrl('/text'), { text: message })));
  });
  submitOnEnter(text, () => composer.requestSubmit());
  byId('close-chat').addEventListener('click', () => run(post(getUrl('/close'))));
  byId('handover-again').addEventListener('click', () => chooseForm('handover', byId('client-name')));
  byId('client-file').addEventListener('change', async event => {
    const files = [...event.target.files];
    event.target.value = '';
    for (const file of files)
      await run(postRaw(getUrl(`/file?name=${encodeURIComponent(file.name)}`), file)); // one after the other, so that they arrive in the order chosen
  });

  async function refresh() {
    const chat = await get(getUrl(''));
    if (chat.isOpen !== isOpen)
      chosenForm = null;
    isOpen = chat.isOpen;
    hasLines = chat.lines.length > 0;
    const told = rating.show(client.id, chat);
    showForms();
    const shown = chat.lines.map((item, index) => ({
      ...item,
      user: client.id,
      group: item.kind === 'HandedOver' ? handover.getGroupName(item.text) : undefined,
      isTranscript: item.kind === 'ClientText' && item.text.length > maxCharactersOfClient && chat.lines[index - 1]?.kind === 'HandedOver',
    }));
    showList(lines, shown, createLine, 'Hand the chat over to begin.');
    await told;
  }

  function showForms() {
    const form = rating.isAsking() ? 'rating' : chosenForm ?? (isOpen ? 'composer' : 'handover'); // the bot asks first
    handover.show(form === 'handover', hasLines);
    composer.hidden = form !== 'composer';
  }

  function chooseForm(form, field) {
    chosenForm = form;
    showForms();
    field.focus();
  }

  function createLine(item) {
    const time = el('time', { datetime: item.at }, formatTime(item.at));
    const content = item.fileUrl ? createFileElement(item.text, item.fileUrl) : item.text;
    if (item.isTranscript)
      return el('li', { class: 'event' }, el('details', {}, el('summary', {}, 'The bot sent what was said before ', time), el('p', {}, item.text)));
    switch (item.kind) {
      case 'ClientText':
      case 'ClientFile':
        return el('li', { class: 'bubble mine' }, el('p', {}, content), time);
      case 'AgentText':
      case 'AgentFile':
        return el('li', { class: `bubble theirs${item.isNotice ? ' notice' : ''}` }, createAvatar(item),
          el('div', {}, el('b', {}, item.speaker, item.isNotice && el('small', {}, ' notice')), el('p', {}, content), time));
      case 'HandedOver':
        return el('li', { class: 'event' }, `Handed over to ${item.group ?? 'an agent'}`, time);
      case 'ClientClosed':
        return el('li', { class: 'event' }, 'You closed the chat', time);
      default:
        return el('li', { class: 'event' }, `${item.speaker} closed the chat`, time);
    }
  }

  // If the photo cannot be loaded, the initials beneath it are shown.
  function createAvatar(item) {
    const initials = (item.speaker ?? '?').split(' ').map(part => part[0]).join('').slice(0, 2);
    const element = el('span', { class: 'avatar', 'aria-hidden': 'true' }, initials);
    if (item.avatarUrl) {
      const image = el('img', { src: item.avatarUrl, alt: '' });
      image.addEventListener('error', () => image.remove());
      element.append(image);
    }
    return element;
  }

  async function run(call) {
    let accepted = false;
    try {
      const answer = await call;
      accepted = answer.isAccepted;
      showError(error, accepted ? null : `The bridge refused the call: ${answer.status ?? 'no answer'}. ${answer.body}`);
    } catch (failure) {
      showError(error, failure.message);
    }
    refresh();
    return accepted;
  }

  function getUrl(path) {
    return `/api/chat/${encodeURIComponent(client.id)}${path}`;
  }

  function createClient() {
    const id = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
    return { id: `playground-web-${id}`, name: names[Math.floor(Math.random() * names.length)] };
  }

  function saveClient() {
    sessionStorage.setItem('client', JSON.stringify(client));
  }

  return { refresh, loadGroups: () => handover.loadGroups().then(refresh) };
}
