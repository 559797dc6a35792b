namespace HelpdeskBridge.Simulators.Zendesk;

/// <content>Webhooks, triggers, macros, ticket fields and roles, as administrators see and edit them.</content>
public sealed partial class SimulatedZendesk
{
    /// <summary>The webhooks of the account, oldest first. They are called when tickets change, besides <see cref="Webhook"/>.</summary>
    public IReadOnlyList<SimulatedWebhook> RegisteredWebhooks => _businessRules.Webhooks;

    /// <summary>The triggers of the account, oldest first.</summary>
    public IReadOnlyList<SimulatedTrigger> Triggers => _businessRules.Triggers;

    /// <summary>The custom fields of tickets.</summary>
    public IReadOnlyList<SimulatedTicketField> TicketFields
    {
        get => _ticketFields.All;
        set => _ticketFields.All = value;
    }

    /// <summary>Edits a ticket field by hand.</summary>
    public void EditTicketField(long id, Func<SimulatedTicketField, SimulatedTicketField> edit) => _ticketFields.Change(id, edit);

    /// <summary>Adds a webhook by hand. Its id and its signing secret are given.</summary>
    public SimulatedWebhook AddWebhook(Func<SimulatedWebhook, SimulatedWebhook> describe) => _businessRules.Add(describe);

    /// <summary>Edits a webhook by hand.</summary>
    public void EditWebhook(string id, Func<SimulatedWebhook, SimulatedWebhook> edit) => _businessRules.Change(id, edit);

    /// <summary>Deletes a webhook by hand.</summary>
    public void DeleteWebhook(string id) => _businessRules.DeleteWebhook(id);

    /// <summary>Adds a trigger by hand. Its id is given.</summary>
    public SimulatedTrigger AddTrigger(Func<SimulatedTrigger, SimulatedTrigger> describe) => _businessRules.Add(describe);

    /// <summary>Edits a trigger by hand.</summary>
    public void EditTrigger(long id, Func<SimulatedTrigger, SimulatedTrigger> edit) => _businessRules.Change(id, edit);

    /// <summary>Deletes a trigger by hand.</summary>
    public void DeleteTrigger(long id) => _businessRules.DeleteTrigger(id);

    /// <summary>The macros for all agents, oldest first.</summary>
    public IReadOnlyList<SimulatedMacro> Macros => _businessRules.Macros;

    /// <summary>Adds a macro by hand. Its id is given.</summary>
    public SimulatedMacro AddMacro(Func<SimulatedMacro, SimulatedMacro> describe) => _businessRules.Add(describe);

    /// <summary>Edits a macro by hand.</summary>
    public void EditMacro(long id, Func<SimulatedMacro, SimulatedMacro> edit) => _businessRules.Change(id, edit);

    /// <summary>Changes the request limit of the account, as another plan does. Requests up to now do not count.</summary>
    public void SetAccountLimit(int requestsPerMinute) => _filter.SetAccountLimit(requestsPerMinute);

    /// <summary>Gives the user whom the API acts as another role: <c>admin</c>, <c>agent</c> or <c>end-user</c>.</summary>
    public void SetServiceRole(string role) => _users.SetRole(ServiceUser.Id, role);
}
