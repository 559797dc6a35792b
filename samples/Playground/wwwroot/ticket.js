// The header of the open ticket: its fields, its group and assignee, and the actions on the whole ticket.
import { post } from './api.js';
import { byId, el, showOptions } from './dom.js';

const ratingField = 'Rating';

export function startTicket({ run, open }) {
  const [head, title, facts, group, assignee, more, target] =
    ['ticket-head', 'ticket-title', 'ticket-facts', 'ticket-group', 'ticket-assignee', 'ticket-more', 'merge-target'].map(byId);
  let id = null;
  let current = { agents: [], groups: [] };
  let shown = '';

  group.addEventListener('change', assign);
  assignee.addEventListener('change', assign);
  byId('merge').addEventListener('click', () => {
    more.open = false;
    if (target.value)
      runAction('merge', { into: Number(target.value) }).then(() => open(Number(target.value)));
  });
  byId('delete').addEventListener('click', () => runAction('delete'));
  byId('delete-client').addEventListener('click', () => runAction('delete-client'));
  byId('spam').addEventListener('click', () => runAction('spam'));
  more.addEventListener('keydown', event => {
    if (event.key !== 'Escape')
      return;
    more.open = false;
    more.querySelector('summary').focus();
  });
  document.addEventListener('click', event => {
    if (!more.contains(event.target))
      more.open = false;
  });

  function runAction(action, body) {
    more.open = false;
    return run(post(`/api/desk/tickets/${id}/${action}`, body));
  }

  function assign() {
    runAction('assign', { groupId: group.value, agentId: assignee.value });
  }

  function show(ticket, desk) {
    current = desk;
    const others = desk.tickets.filter(other => other.id !== ticket.id && !other.isDeleted && !['closed', 'merged'].includes(other.status));
    const state = JSON.stringify([ticket, desk.agents, desk.groups, others]);
    if (state === shown)
      return;
    shown = state;
    const isOther = id !== ticket.id;
    id = ticket.id;
    head.hidden = false;
    title.textContent = `#${ticket.id}  ${ticket.subject}`;
    title.title = title.textContent;
    showOptions(group, current.groups.map(item => [item.id, item.name]), ticket.groupId);
    showOptions(assignee, [['', 'nobody'], ...getAssignees(ticket)], ticket.assigneeId ?? '');
    group.disabled = assignee.disabled = more.inert = ticket.status === 'closed';
    more.classList.toggle('off', ticket.status === 'closed');
    const targets = others.map(other => [String(other.id), `#${other.id} ${other.requester}`]);
    showOptions(target, targets, isOther ? targets[0]?.[0] : target.value);
    byId('merge').disabled = target.disabled = others.length === 0;
    const rating = Number(ticket.fields.find(field => field.name === ratingField)?.value ?? 0);
    const fields = ticket.fields.filter(field => field.name !== ratingField);
    facts.replaceChildren(
      ...createField('Requester', [ticket.requester ?? 'unknown', ticket.requesterEmail].filter(Boolean).join(' · ')),
      ...(ticket.priority ? createField('Priority', el('span', { class: `priority ${ticket.priority}` }, ticket.priority)) : []),
      ...createField('Tags', ticket.tags.length > 0 ? createTags(ticket.tags) : 'none'),
      ...(fields.length > 0 ? createField('Fields', el('span', {}, fields.map(field => `${field.name}: ${field.value}`).join(' · '))) : []),
      ...(rating > 0 ? createField('Rating', createStars(rating)) : []),
      ...createField('External id', el('code', { title: ticket.externalId }, ticket.externalId ?? 'none')),
      ...createLinks(ticket));
  }

  function getAssignees(ticket) {
    const members = current.agents.filter(agent => agent.id === ticket.assigneeId || agent.groupIds.includes(ticket.groupId));
    const known = members.some(agent => agent.id === ticket.assigneeId) || !ticket.assigneeId;
    return [...members.map(agent => [agent.id, agent.name]), ...(known ? [] : [[ticket.assigneeId, ticket.assignee]])];
  }

  function createLinks(ticket) {
    return [
      ...(ticket.followUpOf ? createField('Follows', createLink(ticket.followUpOf)) : []),
      ...(ticket.followUpIds.length > 0 ? createField('Continued in', el('span', { class: 'tags' }, ...ticket.followUpIds.map(createLink))) : []),
      ...(ticket.mergedInto ? createField('Merged into', createLink(ticket.mergedInto)) : []),
    ];
  }

  function createLink(other) {
    const button = el('button', { type: 'button', class: 'link' }, `#${other}`);
    button.addEventListener('click', () => open(other));
    return button;
  }

  return { show, hide: () => { head.hidden = true; shown = ''; } };
}

function createStars(rating) {
  return el('span', { class: 'stars', role: 'img', 'aria-label': `${rating} of 5 stars` }, '★'.repeat(rating), '☆'.repeat(Math.max(0, 5 - rating)));
}

function createTags(tags) {
  return el('span', { class: 'tags' }, ...tags.map(tag => el('code', {}, tag)));
}

function createField(name, value) {
  return [el('dt', {}, name), el('dd', {}, value)];
}
