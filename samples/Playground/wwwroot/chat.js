// The client's side: hand over, write, send files, close.
import { get, post, postRaw } from './api.js';
import { attachment, byId, clearing, clock, complain, el, stickToEnd, submitOnEnter } from './dom.js';

const names = ['Anna Petrova', 'Jonas Weber', 'Leila Haddad', 'Marc Dubois', 'Ines Costa', 'Oleg Sokolov'];

export function startChat() {
  const [lines, problem, handover, say, name, group] =
    ['chat-lines', 'chat-problem', 'handover', 'say', 'client-name', 'group'].map(byId);
  let client = JSON.parse(sessionStorage.getItem('client') ?? 'null') ?? newClient();
  let groupNames = new Map();
  let shown = '';

  name.value = client.name;
  remember();
  stickToEnd(lines);

  name.addEventListener('change', () => {
    client.name = name.value.trim() || client.name;
    remember();
  });
  byId('new-client').addEventListener('click', () => {
    client = newClient();
    name.value = client.name;
    remember();
    shown = '';
    refresh();
  });
  handover.addEventListener('submit', event => {
    event.preventDefault();
    client.name = name.value.trim();
    remember();
    const body = {
      destinationId: group.value || null,
      userName: client.name,
      firstMessage: byId('first-message').value.trim(),
      orderNumber: byId('order-number').value.trim() || null,
    };
    clearing(byId('first-message'), () => run(post(at('/handover'), body)));
  });
  say.addEventListener('submit', event => {
    event.preventDefault();
    const text = byId('text');
    const said = text.value.trim();
    if (said)
      clearing(text, () => run(post(at('/text'), { text: said })));
  });
  submitOnEnter(byId('text'), () => say.requestSubmit());
  submitOnEnter(byId('first-message'), () => handover.requestSubmit());
  byId('close-chat').addEventListener('click', () => run(post(at('/close'))));
  byId('client-file').addEventListener('change', event => {
    const [file] = event.target.files;
    event.target.value = '';
    if (file)
      run(postRaw(at(`/file?name=${encodeURIComponent(file.name)}`), file));
  });

  async function refresh() {
    const chat = await get(at(''));
    const state = JSON.stringify(chat);
    if (state === shown)
      return;
    shown = state;
    handover.hidden = chat.isOpen;
    say.hidden = !chat.isOpen;
    lines.replaceChildren(...(chat.lines.length > 0 ? chat.lines.map(line) : [el('li', { class: 'empty' }, 'Hand the chat over to begin.')]));
  }

  function line(item) {
    const time = el('time', { datetime: item.at }, clock(item.at));
    const text = item.fileUrl ? attachment(item.text, item.fileUrl) : item.text;
    switch (item.kind) {
      case 'ClientText':
      case 'ClientFile':
        return el('li', { class: 'bubble mine' }, el('p', {}, text), time);
      case 'AgentText':
      case 'AgentFile':
        return el('li', { class: 'bubble theirs' }, avatar(item), el('div', {}, el('b', {}, item.speaker), el('p', {}, text), time));
      case 'HandedOver':
        return el('li', { class: 'event' }, `Handed over to ${groupNames.get(item.text) ?? 'an agent'}`, time);
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

  function offerGroups(groups) {
    groupNames = new Map(groups.map(item => [item.destinationId, item.name]));
    group.replaceChildren(...groups.map(item =>
      el('option', { value: item.destinationId }, item.hasOnline === false ? `${item.name} (nobody online)` : item.name)));
    shown = '';
    refresh();
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

  return { refresh, offerGroups };
}
