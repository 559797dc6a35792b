# A JAICP bot that hands its clients over to agents through Helpdesk Bridge. What to change: README.md beside this file.

theme: /

    state: Start
        q!: $regex</start>
        a: Hello! I answer questions about orders. Write "agent" to talk to a person.

    # What the bot knows is collected wherever the script learns it, and used at the hand-over.
    state: OrderNumber
        q!: * order * $regexp<\d+> *
        script:
            $client.orderId = $parseTree.text.replace(/\D/g, "");
        a: I have noted your order. Write "agent" to talk to a person about it.

    state: NoMatch
        event!: noMatch
        a: I did not understand that. Write "agent" to talk to a person.

    state: Agent
        q!: * (agent|operator|human) *
        # hasOnline of getDestinations: is anybody there? With the name of a group, only that group counts.
        if: hasOperatorsOnline()
            go!: /Agent/Switch
        else:
            go!: /Agent/NobodyThere

        state: Switch
            a: I am handing you over to an agent. Write "close chat" to come back to me.
            script:
                $response.replies = $response.replies || [];
                $response.replies.push({
                    type: "switch",

                    // The first comment of the ticket. Without it: the client's last phrase.
                    firstMessage: "A client asks for an agent: " + $parseTree.text,

                    // The end by the client. The phrase itself is processed below, in the state CloseChat.
                    closeChatPhrases: ["close chat", "/close"],
                    appendCloseChatButton: true,
                    lastMessage: "The client closed the chat.",

                    // The name of a group in the JAICP channel. Without it: Channels:shop:DefaultDestination.
                    // destination: "support",

                    // For the agent: in the internal note of the ticket, and in the fields that Ticket:Fields names.
                    attributes: {
                        "order": $client.orderId || "unknown",
                        "channel": $request.channelType
                    },

                    // Not for the agent: in no comment, but usable in Ticket:Fields.
                    hiddenAttributes: {
                        "segment": $client.segment || "new"
                    },

                    // Any JSON: in the internal note.
                    customData: {
                        "script": "order-bot",
                        "version": 1
                    },

                    // The client's last messages, so that nothing has to be asked twice.
                    sendMessagesToOperator: true,
                    sendMessageHistoryAmount: 10
                });

            # The client closed the chat with one of closeChatPhrases; JAICP gives the phrase to the state of the switch.
            state: CloseChat
                q: * (close chat|\/close) *
                go!: /Rating

            # Between the question and the switch the last agent has left, or hasOperatorsOnline does not know.
            state: NoOperators
                event: noLivechatOperatorsOnline
                go!: /Agent/NobodyThere

        # Offline branch: the message is left as a ticket, and the client stays with the bot.
        state: NobodyThere
            a: Our agents are not here at the moment. Write your question in one message, and they will find it.

            state: TakeMessage
                q: *
                script:
                    $response.replies = $response.replies || [];
                    $response.replies.push({
                        type: "switch",
                        firstMessage: $parseTree.text,
                        ignoreOffline: true,
                        oneTimeMessage: true,
                        attributes: {
                            "order": $client.orderId || "unknown",
                            "left": "outside business hours"
                        }
                    });
                a: Thank you. Your question is with our agents.

    # The agent solved the ticket: the bridge sent Closed. The flow goes on without a word of the client.
    state: LivechatFinished
        event!: livechatFinished
        go!: /Rating

    state: Rating
        a: Did we help you?
        buttons:
            "Yes" -> /Rating/Good
            "No" -> /Rating/Bad

        state: Good
            q: * (yes|good) *
            script:
                $temp.score = 5;
            go!: /Rating/Send

        state: Bad
            q: * (no|bad) *
            script:
                $temp.score = 1;
            go!: /Rating/Send

        # Stored by the bridge, and written into the ticket: a note, and a field or a tag.
        state: Send
            script:
                var rated = $http.query($injector.bridgeUrl + "/bot/" + $injector.bridgeChannel + "/rating", {
                    method: "POST",
                    headers: {
                        "Content-Type": "application/json",
                        "Authorization": "Bearer " + $secrets.get("BRIDGE_BOT_KEY")
                    },
                    body: {
                        // The id under which the bridge knows the client: the column "user" of its page /admin/conversations.
                        "userId": $request.channelUserId,
                        "score": $temp.score
                    },
                    dataType: "json",
                    timeout: 5000
                });
                if (!rated.isOk) {
                    log("The rating was not taken: " + rated.status);
                }
            if: $temp.score > 3
                a: I am glad. Goodbye!
            else:
                a: I am sorry. Write "agent" to talk to a person again.
