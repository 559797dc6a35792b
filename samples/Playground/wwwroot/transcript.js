// What a bot likes to send as the client's first text: everything that was said before the hand-over.
const turns = [
  ['Bot', 'Hello! I am the assistant of the lamp shop. I can look up orders, explain invoices and arrange returns. What can I do for you?'],
  ['Client', 'hi, my order did not come'],
  ['Bot', 'I am sorry to hear that. Please tell me the number of your order. It has five digits, and you find it in the e-mail that we sent you.'],
  ['Client', '10482'],
  ['Bot', 'Thank you. Order 10482: two desk lamps, paid by card, handed to the carrier on Monday. The carrier says it was delivered yesterday at 14:05.'],
  ['Client', 'nobody was here yesterday at that time'],
  ['Bot', 'Sometimes a parcel is left with a neighbour or in the parcel station nearby. Have you had a look there, and is there a card in your letter box?'],
  ['Client', 'I asked the neighbours and there is no card either'],
  ['Bot', 'Then I open an inquiry with the carrier. That takes up to three working days. Would you like to wait for it, or shall I ask a colleague now?'],
  ['Client', 'three days is too long, I need the lamps on Friday'],
  ['Bot', 'I understand. I will hand this chat over to a colleague who can send a replacement. They can read everything that we have written so far.'],
  ['Client', 'yes please, a person'],
];

export const exampleTranscript = turns.map(([who, words]) => `${who}: ${words}`).join('\n');

/** The first text of the hand-over: the transcript, and the client's last words as its end. */
export function joinTranscript(transcript, message) {
  return transcript && message ? `${transcript}\nClient: ${message}` : transcript || message || null;
}
