using System.Globalization;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Setup;

/// <summary><c>setup init</c>: asks the few questions there are, and writes <c>appsettings.json</c>, which only its owner may read.</summary>
internal sealed class InitDialog(InitSignIn signIn)
{
    private const string FileName = "appsettings.json";
    private const string ZendeskDomain = ".zendesk.com";

    /// <summary>A group id that stands in until the groups are known.</summary>
    private const string UnknownGroup = "1";

    /// <param name="folder">Where the file is written.</param>
    /// <param name="cancellationToken">Cancels the dialog.</param>
    /// <returns>Whether the file was written.</returns>
    public async Task<bool> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        if (File.Exists(path))
            return Refuse($"{path} exists already, and is not overwritten. Move it away first.");

        Terminal.Say("Five questions, then appsettings.json is written. Nothing is changed in Zendesk.");
        if (Ask("Zendesk subdomain or address (acme, or https://acme.zendesk.com):", ToBaseUrl) is not { } baseUrl
            || Ask("Unique identifier of the OAuth client (Admin Center, Apps and integrations, APIs, OAuth clients):", NotEmpty) is not { } clientId
            || AskSecret("Secret of the OAuth client (it is not shown):") is not { } secret
            || Ask("Public address of the bridge (https://bridge.example.com):", ToPublicUrl) is not { } publicUrl)
            return Refuse("The input has ended before all questions were answered. Nothing was written.");

        var answers = new InitAnswers(baseUrl, clientId, secret, publicUrl, UnknownGroup);
        var (groups, error) = await signIn.ReadGroupsAsync(answers, cancellationToken);
        if (AskGroup(groups, error) is not { } group)
            return Refuse("The input has ended before all questions were answered. Nothing was written.");
        answers = answers with { DefaultDestination = group };
        if (InitSignIn.FindFaults(answers) is { Count: > 0 } faults)
            return Refuse(string.Join(Environment.NewLine, faults.Prepend("These settings would not work. Nothing was written.")));
        return await WriteAsync(path, answers, cancellationToken);
    }

    private static string? AskGroup(IReadOnlyList<HelpdeskGroup> groups, string? error)
    {
        Terminal.Say(error is null ? "Signed in. The groups are:" : $"The groups can't be read now: {error}");
        foreach (var (index, group) in groups.Index())
            Terminal.Say($"  {index + 1}. {group.Name} ({group.Id})");
        return Ask(
            groups.Count > 0
                ? "Group for chats without another destination (number or id):"
                : "Id of the group for chats without another destination:",
            answer => ToGroup(answer, groups));
    }

    private static async Task<bool> WriteAsync(string path, InitAnswers answers, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = PrivateFiles.Create(path, FileMode.CreateNew);
            await using var writer = new StreamWriter(file);
            await writer.WriteAsync(answers.ToFile().AsMemory(), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse($"{path} can't be written ({e.GetType().Name}).");
        }

        Terminal.Say($"""

            Written: {path} (only you can read it)
            Next:
              1. setup apply --show-secrets   makes the webhook in Zendesk; put the secret it prints into the file (WebhookSecrets)
              2. start the service, behind a proxy with https for {answers.PublicUrl}
              3. doctor                       tests everything, and says what to do where something is wrong
              4. in JAICP, enter the API URL  {answers.PublicUrl}/operator/{InitAnswers.Channel}/ followed by the channel's Key in the file
            """);
        return true;
    }

    /// <summary>Asks until the answer can be used.</summary>
    /// <returns>Null: the input has ended.</returns>
    private static string? Ask(string question, Func<string, (string? Value, string? Problem)> read)
    {
        while (Terminal.Ask(question) is { } answer)
        {
            var (value, problem) = read(answer);
            if (value is not null)
                return value;
            Terminal.Say($"  {problem}");
        }

        return null;
    }

    private static string? AskSecret(string question)
    {
        while (Terminal.AskSecret(question) is { } answer)
        {
            if (answer.Length > 0)
                return answer;
            Terminal.Say("  Please enter the secret.");
        }

        return null;
    }

    private static (string? Value, string? Problem) NotEmpty(string answer) => answer.Length > 0 ? (answer, null) : (null, "Please enter it.");

    /// <summary>The address of the account; a name alone is a subdomain.</summary>
    internal static (string? Value, string? Problem) ToBaseUrl(string answer)
    {
        var address = answer.TrimEnd('/');
        if (!address.Contains("://", StringComparison.Ordinal))
            address = address.Contains('.', StringComparison.Ordinal) ? $"https://{address}" : $"https://{address}{ZendeskDomain}";
        if (NetworkRules.ValidateWebAddress(address, out var uri) is not null || uri!.Host is ZendeskDomain or "")
            return (null, "This is neither a subdomain nor an address.");

        // People copy the address of the page they are on.
        return (uri.GetLeftPart(UriPartial.Authority), null);
    }

    private static (string? Value, string? Problem) ToPublicUrl(string answer)
    {
        var address = answer.TrimEnd('/');
        if (address.Length > 0 && !address.Contains("://", StringComparison.Ordinal))
            address = $"https://{address}";
        return NetworkRules.ValidateWebAddress(address, out var uri) is null && uri!.Query.Length == 0
            ? (address, null)
            : (null, "This is no address such as https://bridge.example.com.");
    }

    private static (string? Value, string? Problem) ToGroup(string answer, IReadOnlyList<HelpdeskGroup> groups)
    {
        if (!long.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return (null, "Please enter digits.");
        if (groups.Count == 0 || groups.Any(group => group.Id == answer))
            return (answer, null);
        return number >= 1 && number <= groups.Count ? (groups[(int)number - 1].Id, null) : (null, "There is no such group.");
    }

    private static bool Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return false;
    }
}
