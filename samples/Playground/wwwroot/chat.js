// The client's side: what was said, and what a client can do.
import { get, post, postRaw } from './api.js';
import { byId, clearing, clock, complain, el, showList, stickToEnd, submitOnEnter } from './dom.js';
import { shownFile } from './files.js';
import { startHandOver } from './handover.js';

const names = ['Anna Petrova', 'Jonas Weber', 'Leila Haddad', 'Marc Dubois', 'Ines Costa', 'Oleg Sokolov'];

export function startChat() {
  const [lines, problem, say, text] = ['chat-lines', 'chat-problem', 'say', 'text'].map(byId);
  let client = JSON.parse(sessionStorage.getItem('client') ?? 'null') ?? newClient();
  let isOpen = false;
  let hasBegun = false;
  let chosen = null; // which form the visitor wants to see, where it is not the obvious one
  const handover = startHandOver({
    clientName: () => client.name,
    renamed: name => {
      client.name = name;
      remember();
    },
    handOver: body => {
      chosen = null;
      return run(post(at('/handover'), body));
    },
    leave: () => choose('say', text),
  });

  remember();
  stickToEnd(lines);
  byId('new-client').addEventListener('click', () => {
    client = newClient();
    remember();
    chosen = null;
    refresh();
  });
  say.addEventListener('submit', event => {
    event.preventDefault();
    const said = text.value.trim();
    if (said)
      clearing(text, () => run(post(at('/text'), { text: said })));
  });
  submitOnEnter(text, () => say.requestSubmit());
  byId('close-chat').addEventListener('click', () => run(post(at('/close'))));
  byId('handover-again').addEventListener('click', () => choose('handover', byId('client-name')));
  byId('client-file').addEventListener('change', async event => {
    const files = [...event.target.files];
    event.target.value = '';
    for (const file of files)
      await run(postRaw(at(`/file?name=${encodeURIComponent(file.name)}`), file)); // one after the other: they arrive as they were chosen
  });

  async function refresh() {
    const chat = await get(at(''));
    if (chat.isOpen !== isOpen)
      chosen = null;
    isOpen = chat.isOpen;
    hasBegun = chat.lines.length > 0;
    showForms();
    const shown = chat.lines.map(item => ({ ...item, user: client.id, group: item.kind === 'HandedOver' ? handover.nameOf(item.text) : undefined }));
    showList(lines, shown, line, 'Hand the chat over to begin.');
  }

  function showForms() {
    const form = chosen ?? (isOpen ? 'say' : 'handover');
    handover.show(form === 'handover', hasBegun);
    say.hidden = form !== 'say';
  }

  function choose(form, field) {
    chosen = form;
    showForms();
    field.focus();
  }

  function line(item) {
    const time = el('time', { datetime: item.at }, clock(item.at));
    const content = item.fileUrl ? shownFile(item.text, item.fileUrl) : item.text;
    switch (item.kind) {
      case 'ClientText':
      case 'ClientFile':
        return el('li', { class: 'bubble mine' }, el('p', {}, content), time);
      case 'AgentText':
      case 'AgentFile':
        return el('li', { class: `bubble theirs${item.isNotice ? ' notice' : ''}` }, avatar(item),
          el('div', {}, el('b', {}, item.speaker, item.isNotice && el('small', {}, ' notice')), el('p', {}, content), time));
      case 'HandedOver':
        return el('li', { class: 'event' }, `Handed over to ${item.group ?? 'an agent'}`, time);
      case 'ClientClosed':
        return el('li', { class: 'event' }, 'You closed the chat', time);
      default:
        return el('li', { class: 'event' }, `${item.speaker} closed the chat`, time);
    }
  }

  // A portrait that can't be had leaves the initials that lie beneath it.
  function avatar(item) {
    const initials = (item.speaker ?? '?').split(' ').map(part => part[0]).join('').slice(0, 2);
    const place = el('span', { class: 'avatar', 'aria-hidden': 'true' }, initials);
    if (item.avatarUrl) {
      const image = el('img', { src: item.avatarUrl, alt: '' });
      image.addEventListener('error', () => image.remove());
      place.append(image);
    }
    return place;
  }

  async function run(call) {
    let accepted = false;
    try {
      const answer = await call;
      accepted = answer.isAccepted;
      complain(problem, accepted ? null : `The bridge did not take it: ${answer.status ?? 'no answer'}. ${answer.body}`);
    } catch (error) {
      complain(problem, error.message);
    }
    refresh();
    return accepted;
  }

  function at(path) {
    return `/api/chat/${encodeURIComponent(client.id)}${path}`;
  }

  function newClient() {
    const id = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
    return { id: `playground-web-${id}`, name: names[Math.floor(Math.random() * names.length)] };
  }

  function remember() {
    sessionStorage.setItem('client', JSON.stringify(client));
  }

  return { refresh, askGroups: () => handover.askGroups().then(refresh) };
}
