// The bot's side after the chat: it asks for a rating, as a script does at livechatFinished, and shows what became of the chat.
import { get, post } from './api.js';
import { byId, showError } from './dom.js';

const endings = {
  agent: 'the agent solved the ticket', client: 'the client left', idle: 'nobody wrote any more',
  returned: 'an agent gave the chat back to the bot', deleted: 'the ticket was deleted',
};

export function startRating({ getUrl, onAnswered }) {
  const [form, comment, error, thanks, state] = ['rating', 'rating-comment', 'rating-error', 'rating-thanks', 'chat-state'].map(byId);
  const asked = new Map(JSON.parse(sessionStorage.getItem('rated') ?? '[]')); // the end for which each client has answered, and how
  let client = null;
  let end = null; // when the agent closed the chat

  form.addEventListener('submit', async event => {
    event.preventDefault();
    const score = Number(event.submitter?.value ?? 0);
    if (score > 0 && !await rate(score))
      return;
    comment.value = '';
    asked.set(client, [end, score]);
    sessionStorage.setItem('rated', JSON.stringify([...asked]));
    showForm();
    onAnswered();
  });

  async function rate(score) {
    try {
      const answer = await post(getUrl('/rating'), { score, comment: comment.value.trim() || null });
      showError(error, answer.isAccepted ? null : `The bridge refused the rating: ${answer.status ?? 'no answer'}. ${answer.body}`);
      return answer.isAccepted;
    } catch (failure) {
      showError(error, failure.message);
      return false;
    }
  }

  function show(id, chat) {
    const last = chat.lines.findLast(line => ['HandedOver', 'ClientClosed', 'AgentClosed'].includes(line.kind));
    client = id;
    end = !chat.isOpen && last?.kind === 'AgentClosed' ? last.at : null;
    showForm();
    return showState(chat.lines.length > 0);
  }

  function showForm() {
    const [ratedEnd, score] = asked.get(client) ?? [];
    const isAnswered = end !== null && ratedEnd === end;
    form.hidden = end === null || isAnswered;
    thanks.hidden = !isAnswered || score === 0;
    thanks.textContent = isAnswered && score > 0 ? `Bot: thank you for ${score} of 5 stars!` : '';
  }

  async function showState(hasChat) {
    const told = hasChat ? await get(getUrl('/state')).catch(() => null) : null;
    const text = told ? describe(told) : '';
    state.hidden = text === '';
    if (state.textContent !== text)
      state.textContent = text; // only when it changed, because it is read out
  }

  return { show, isAsking: () => !form.hidden };
}

/** What /bot/{channel}/conversation says, in words. */
function describe(told) {
  if (told.phase === 'none')
    return '';
  if (told.phase === 'ended')
    return `Over: ${endings[told.endedBy] ?? 'for an unknown reason'}`;
  if (told.firstReplyAt)
    return `With ${told.agent ?? 'an agent'}`;
  return told.position ? `Waiting: number ${told.position} in the queue` : 'Waiting for an agent';
}
