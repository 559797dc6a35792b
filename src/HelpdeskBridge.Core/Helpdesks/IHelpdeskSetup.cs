namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Sets an account up for the bridge: reads and makes what the bridge needs there beside tickets, such as a webhook. Only the command <c>setup</c>
/// changes anything; the running service only compares (<see cref="SetupDriftCheck"/>).
/// </summary>
internal interface IHelpdeskSetup
{
    /// <summary>Compares what the bridge needs with what exists. Changes nothing.</summary>
    /// <param name="wishes">What the account shall have besides.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="HelpdeskSetupException">The account can't be read.</exception>
    Task<SetupReading> ReadAsync(SetupWishes wishes, CancellationToken cancellationToken);

    /// <summary>Finds what was made for this bridge and nothing else. Changes nothing.</summary>
    /// <returns>The plan that removes it.</returns>
    /// <exception cref="HelpdeskSetupException">The account can't be read.</exception>
    Task<SetupReading> ReadRemovalAsync(CancellationToken cancellationToken);

    /// <summary>Makes one change of a plan.</summary>
    /// <returns>The id of the object.</returns>
    /// <exception cref="HelpdeskSetupException">The helpdesk refused it.</exception>
    Task<string?> ApplyAsync(SetupChange change, CancellationToken cancellationToken);

    /// <summary>The secret with which the helpdesk signs its calls of the webhook.</summary>
    /// <returns>Null: there is no webhook.</returns>
    /// <exception cref="HelpdeskSetupException">The helpdesk does not tell it.</exception>
    Task<string?> ReadWebhookSecretAsync(CancellationToken cancellationToken);

    /// <summary>Every group that a chat can be handed to.</summary>
    /// <exception cref="HelpdeskSetupException">The groups can't be read.</exception>
    Task<IReadOnlyList<HelpdeskGroup>> ReadGroupsAsync(CancellationToken cancellationToken);
}

/// <summary>The state of an account.</summary>
/// <param name="Plan">What has to be done.</param>
/// <param name="Problems">What the settings name and the account does not have, such as a ticket field. Only people can decide about these.</param>
/// <param name="Notes">What an administrator should know.</param>
internal sealed record SetupReading(SetupPlan Plan, IReadOnlyList<SetupProblem> Problems, IReadOnlyList<string> Notes)
{
    /// <summary>The ticket fields that were made for this bridge.</summary>
    public IReadOnlyList<AttributeField> TicketFields { get; init; } = [];

    /// <summary>Whether people made the webhook, and not <c>setup</c>. Then it works in another form than that of the plan, too.</summary>
    public bool IsMadeByHand { get; init; }
}

/// <summary>A ticket field that exists for an attribute from the bot.</summary>
/// <param name="Attribute">The attribute's name.</param>
/// <param name="Id">The helpdesk's id of the field.</param>
internal sealed record AttributeField(string Attribute, string Id);

/// <summary>Something that the settings name and the account does not have.</summary>
/// <param name="What">What is wrong.</param>
/// <param name="Fix">What to do.</param>
internal sealed record SetupProblem(string What, string Fix)
{
    public override string ToString() => $"{What} {Fix}";
}

/// <summary>The account can't be read or changed.</summary>
/// <param name="message">The reason and what to do. It contains no secret.</param>
/// <param name="reason">The reason alone, as part of a sentence; null: the message.</param>
internal sealed class HelpdeskSetupException(string message, string? reason = null) : Exception(message)
{
    public string Reason { get; } = reason ?? message;
}
