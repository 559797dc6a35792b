using System.Globalization;
using System.Net;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>Reads, makes, changes and deletes the optional macros of an account, with which agents give chats back to the bot.</summary>
internal sealed class MacroSetup(SetupAccount account, SetupNames names, AccountReader reader, IZendeskAdminApi api, BridgeClock clock)
{
    /// <param name="isNeeded">Whether they are needed. Otherwise it is no failure that they can't be read.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="HelpdeskSetupException">They are needed, and can't be read.</exception>
    public async Task<OwnMacros> ReadAsync(bool isNeeded, CancellationToken cancellationToken)
    {
        var list = await reader.ReadMacrosAsync(cancellationToken);
        if (isNeeded)
            account.Open(list, "macros");
        return OwnMacros.Find(names, list.Items) with
        {
            ReadFailure = list.Failure is { } failure
                ? $"The macros can't be read ({failure.Summary}). Those of this bridge stay as they are."
                : null,
        };
    }

    /// <returns>The id of the macro.</returns>
    /// <exception cref="HelpdeskSetupException">Zendesk refused the change.</exception>
    public async Task<string?> ApplyAsync(SetupChange change, CancellationToken cancellationToken)
    {
        var (id, tag, what) = (change.Actual?.Id ?? "", change.Subject.Key, $"The macro \"{change.Subject.Name}\"");
        switch (change.Action)
        {
            case SetupAction.Create:
                var draft = new MacroDraft
                {
                    Title = change.Subject.Name,
                    Description = names.DescribeMacro(tag),
                    Active = true,
                    Actions = OwnMacro.CreateActions(tag),
                };
                var created = await api.CreateMacroAsync(new MacroRequest(draft), cancellationToken).ToResultAsync(clock, cancellationToken);
                Check(created.Failure, tag, $"{what} was not made");
                return created.Content?.Macro?.Id.ToString(CultureInfo.InvariantCulture);
            case SetupAction.Change:
                var read = await api.ReadMacroAsync(id, cancellationToken).ToResultAsync(clock, cancellationToken);
                Check(read.Failure, tag, $"{what} was not changed");
                var repair = new MacroDraft { Active = true, Actions = read.Content?.Macro is { } macro ? OwnMacro.AddTag(macro, tag) : null };
                var changed = await api.UpdateMacroAsync(id, new MacroRequest(repair), cancellationToken).ToResultAsync(clock, cancellationToken);
                Check(changed.Failure, tag, $"{what} was not changed");
                return id;
            case SetupAction.Remove:
                var failure = await api.DeleteMacroAsync(id, cancellationToken).ToFailureAsync(clock, cancellationToken);
                Check(failure?.Status == HttpStatusCode.NotFound ? null : failure, tag, $"{what} was not deleted");
                return id;
            default:
                return id;
        }
    }

    private void Check(ZendeskFailure? failure, string tag, string what)
    {
        if (failure is not null)
            throw SetupAccount.Refuse(FailureAdvice.CreateForMacro(failure, tag, account.Name, account.Options), what);
    }
}
