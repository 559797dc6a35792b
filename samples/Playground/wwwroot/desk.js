// The agent's side: who is there, the list of tickets, and the open one.
import { get, post, postRaw } from './api.js';
import { byId, complain, el, showList, showOptions, stickToEnd } from './dom.js';
import { startEditor } from './editor.js';
import { comment } from './thread.js';
import { startTicket } from './ticket.js';

export function startDesk({ presenceChanged }) {
  const [list, thread, problem, reply, agent, status, scan, agents, groups] =
    ['tickets', 'thread', 'desk-problem', 'reply', 'agent', 'submit-as', 'scan', 'agents', 'group-presence'].map(byId);
  const editor = startEditor({ submit: () => reply.requestSubmit() });
  const ticket = startTicket({ run, open });
  let opened = null;
  let newest = null;
  let offered = null; // the ticket and status that the choice of a status was last set for

  stickToEnd(thread);
  reply.addEventListener('submit', event => {
    event.preventDefault();
    const form = editor.read();
    form.set('kind', reply.elements.kind.value);
    form.set('agent', agent.value);
    form.set('status', status.value);
    form.set('scan', scan.value);
    run(postRaw(`/api/desk/tickets/${opened}/submit`, form)).then(done => {
      if (!done)
        return;
      editor.clear();
      scan.selectedIndex = 0;
    });
  });
  for (const kind of reply.elements.kind)
    kind.addEventListener('change', () => reply.classList.toggle('noting', reply.elements.kind.value === 'note'));

  function open(id) {
    opened = id;
    return refresh();
  }

  async function refresh() {
    const desk = await get('/api/desk');
    const living = desk.tickets.filter(item => !item.isDeleted);
    // A new ticket opens itself, unless the agent is in the middle of a sentence.
    const latest = living[0]?.id ?? null;
    if ((latest !== newest && editor.isEmpty()) || !living.some(item => item.id === opened))
      opened = latest;
    newest = latest;
    showList(list, desk.tickets.map(item => ({ ...item, isOpen: item.id === opened })), row, 'No tickets yet.');
    showPeople(desk);
    const shown = opened === null ? null : await get(`/api/desk/tickets/${opened}`).catch(() => null); // deleted meanwhile: the next look knows
    if (shown)
      showTicket(shown, desk);
    else
      showNothing();
  }

  function showNothing() {
    reply.hidden = true;
    ticket.hide();
    showList(thread, [], comment, 'A chat that is handed over appears here as a ticket.');
  }

  function showTicket(shown, desk) {
    const closed = shown.ticket.status === 'closed';
    ticket.show(shown.ticket, desk);
    reply.hidden = closed;
    if (offered !== `${opened} ${shown.ticket.status}`) {
      offered = `${opened} ${shown.ticket.status}`;
      status.value = shown.ticket.status === 'new' ? 'open' : shown.ticket.status;
      complain(problem, null);
    }
    const end = closed ? [{ end: 'This ticket is closed and takes no more comments.' }] : [];
    showList(thread, [...shown.comments, ...end], comment, '');
  }

  function row(item) {
    const button = el('button', { type: 'button', 'aria-current': item.isOpen ? 'true' : null, disabled: item.isDeleted },
      el('span', { class: 'id' }, `#${item.id}`),
      el('span', { class: `status ${item.status}` }, item.status === 'hold' ? 'on hold' : item.status),
      el('span', { class: 'who' }, item.requester ?? ''),
      el('span', { class: 'group' }, item.group ?? 'no group'));
    button.addEventListener('click', () => open(item.id).then(() => list.querySelector('[aria-current]')?.focus()));
    return el('li', {}, button);
  }

  function showPeople(desk) {
    showOptions(agent, desk.agents.map(person => [person.id, person.name]));
    const presence = desk.groups.map(group => `${group.name}: ${group.online} of ${group.members} online`).join(' · ');
    if (groups.textContent !== presence) {
      groups.textContent = presence;
      presenceChanged();
    }
    desk.agents.forEach(person => {
      const box = agents.querySelector(`[data-agent="${person.id}"]`) ?? toggle(person);
      box.checked = person.isOnline;
      box.parentElement.title = `${person.name} is ${person.isOnline ? 'online' : 'offline'}`;
    });
  }

  function toggle(person) {
    const box = el('input', { type: 'checkbox', role: 'switch', 'data-agent': person.id });
    box.addEventListener('change', () => run(post(`/api/desk/agents/${person.id}`, { online: box.checked })));
    agents.append(el('label', {}, box, person.name.split(' ')[0]));
    return box;
  }

  async function run(call) {
    let done = false;
    try {
      await call;
      done = true;
      complain(problem, null);
    } catch (error) {
      complain(problem, error.message);
    }
    await refresh();
    return done;
  }

  return { refresh };
}
