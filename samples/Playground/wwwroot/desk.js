// The agent's side: the agents, the list of tickets, and the open ticket.
import { get, post, postRaw } from './api.js';
import { byId, el, showError, showList, showOptions, stickToEnd } from './dom.js';
import { startEditor } from './editor.js';
import { createComment } from './thread.js';
import { startTicket } from './ticket.js';

export function startDesk({ onAvailabilityChanged, onTicketOpened }) {
  const [list, thread, error, reply, agent, status, scan, agents, capacity, groups, giveBack] =
    ['tickets', 'thread', 'desk-error', 'reply', 'agent', 'submit-as', 'scan', 'agents', 'capacity', 'group-availability', 'give-back'].map(byId);
  const editor = startEditor({ submit: () => reply.requestSubmit() });
  const ticket = startTicket({ run, open });
  let openedId = null;
  let newestId = null;
  let statusSetFor = null; // the ticket and status for which the status selection was last set

  stickToEnd(thread);
  reply.addEventListener('submit', event => {
    event.preventDefault();
    const form = editor.read();
    form.set('kind', reply.elements.kind.value);
    form.set('agent', agent.value);
    form.set('status', status.value);
    form.set('scan', scan.value);
    run(postRaw(`/api/desk/tickets/${openedId}/submit`, form)).then(done => {
      if (!done)
        return;
      editor.clear();
      scan.selectedIndex = 0;
    });
  });
  for (const kind of reply.elements.kind)
    kind.addEventListener('change', () => reply.classList.toggle('noting', reply.elements.kind.value === 'note'));

  capacity.addEventListener('change', () => run(post('/api/desk/capacity', { tickets: capacity.value ? Number(capacity.value) : null })));
  giveBack.addEventListener('click', () => run(post(`/api/desk/tickets/${openedId}/macro`, { macroId: Number(giveBack.value), agentId: agent.value })));

  function open(id) {
    openedId = id;
    return refresh();
  }

  async function refresh() {
    const desk = await get('/api/desk');
    const existing = desk.tickets.filter(item => !item.isDeleted);
    // A new ticket is opened automatically, unless the agent is writing.
    const latestId = existing[0]?.id ?? null;
    if ((latestId !== newestId && editor.isEmpty()) || !existing.some(item => item.id === openedId))
      openedId = latestId;
    newestId = latestId;
    onTicketOpened(openedId);
    showList(list, desk.tickets.map(item => ({ ...item, isOpen: item.id === openedId })), createRow, 'No tickets yet.');
    showAgents(desk);
    const shown = openedId === null ? null : await get(`/api/desk/tickets/${openedId}`).catch(() => null); // deleted in the meantime: the next refresh shows that
    if (shown)
      showTicket(shown, desk);
    else
      showNothing();
  }

  function showNothing() {
    reply.hidden = true;
    ticket.hide();
    showList(thread, [], createComment, 'A chat that is handed over appears here as a ticket.');
  }

  function showTicket(shown, desk) {
    const closed = shown.ticket.status === 'closed';
    ticket.show(shown.ticket, desk);
    showMacro(shown.ticket, desk.macros[0]);
    reply.hidden = closed;
    if (statusSetFor !== `${openedId} ${shown.ticket.status}`) {
      statusSetFor = `${openedId} ${shown.ticket.status}`;
      status.value = shown.ticket.status === 'new' ? 'open' : shown.ticket.status;
      showError(error, null);
    }
    const end = closed ? [{ end: 'This ticket is closed and takes no more comments.' }] : [];
    showList(thread, [...shown.comments, ...end], createComment, '');
  }

  // The macro that gives the chat back to the bot. The ticket keeps its status.
  function showMacro(shown, macro) {
    giveBack.hidden = !macro;
    if (!macro)
      return;
    giveBack.value = macro.id;
    giveBack.title = `Macro “${macro.title}”: adds the tag ${macro.adds.join(', ')}`;
    giveBack.disabled = macro.adds.every(tag => shown.tags.includes(tag));
  }

  function createRow(item) {
    const button = el('button', { type: 'button', 'aria-current': item.isOpen ? 'true' : null, disabled: item.isDeleted },
      el('span', { class: 'id' }, `#${item.id}`),
      el('span', { class: `status ${item.status}` }, item.status === 'hold' ? 'on hold' : item.status),
      el('span', { class: 'who' }, item.requester ?? ''),
      el('span', { class: 'group' }, item.group ?? 'no group'));
    button.addEventListener('click', () => open(item.id).then(() => list.querySelector('[aria-current]')?.focus()));
    return el('li', {}, button);
  }

  function showAgents(desk) {
    capacity.value = desk.capacity ?? '';
    showOptions(agent, desk.agents.map(item => [item.id, item.name]));
    const availability = desk.groups.map(group => `${group.name}: ${group.online} of ${group.members} online`).join(' · ');
    if (groups.textContent !== availability) {
      groups.textContent = availability;
      onAvailabilityChanged();
    }
    desk.agents.forEach(item => {
      const box = agents.querySelector(`[data-agent="${item.id}"]`) ?? createSwitch(item);
      box.checked = item.isOnline;
      box.parentElement.title = `${item.name} is ${item.isOnline ? 'online' : 'offline'}`;
    });
  }

  function createSwitch(item) {
    const box = el('input', { type: 'checkbox', role: 'switch', 'data-agent': item.id });
    box.addEventListener('change', () => run(post(`/api/desk/agents/${item.id}`, { online: box.checked })));
    capacity.parentElement.before(el('label', {}, box, item.name.split(' ')[0]));
    return box;
  }

  async function run(call) {
    let done = false;
    try {
      await call;
      done = true;
      showError(error, null);
    } catch (failure) {
      showError(error, failure.message);
    }
    await refresh();
    return done;
  }

  return { refresh };
}
