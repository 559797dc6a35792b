using System.Globalization;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Setup;

/// <summary><c>setup init</c>: asks the few questions there are, and writes <c>appsettings.json</c>, which only its owner may read.</summary>
/// <param name="signIn">Tries the answers.</param>
/// <param name="questions">What is asked about the product.</param>
internal sealed class InitDialog(InitSignIn signIn, InitQuestions questions)
{
    private const string FileName = "appsettings.json";

    /// <summary>The address, the public address and the group.</summary>
    private const int OtherQuestions = 3;

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

        Terminal.Say(
            $"{OtherQuestions + questions.Credentials.Count} questions, then appsettings.json is written. Nothing is changed in {questions.Kind}. "
            + $"Other helpdesks: --kind {string.Join(", ", Enum.GetValues<HelpdeskKind>().Where(kind => kind != questions.Kind))}");
        if (Ask(questions.Address, questions.ReadAddress) is not { } baseUrl
            || AskCredentials() is not { } credentials
            || Ask("Public address of the bridge (https://bridge.example.com):", ToPublicUrl) is not { } publicUrl)
            return Refuse("The input has ended before all questions were answered. Nothing was written.");

        var answers = new InitAnswers(questions, baseUrl, credentials, publicUrl, UnknownGroup);
        var (groups, error) = await signIn.ReadGroupsAsync(answers, cancellationToken);
        if (AskGroup(groups, error) is not { } group)
            return Refuse("The input has ended before all questions were answered. Nothing was written.");
        answers = answers with { DefaultDestination = group };
        if (InitSignIn.FindFaults(answers) is { Count: > 0 } faults)
            return Refuse(string.Join(Environment.NewLine, faults.Prepend("These settings would not work. Nothing was written.")));
        return await WriteAsync(path, answers, cancellationToken);
    }

    /// <returns>Null: the input has ended.</returns>
    private List<string>? AskCredentials()
    {
        var answers = new List<string>();
        foreach (var asked in questions.Credentials)
        {
            if ((asked.IsSecret ? AskSecret(asked.Question) : Ask(asked.Question, NotEmpty)) is not { } answer)
                return null;
            answers.Add(answer);
        }

        return answers;
    }

    private string? AskGroup(IReadOnlyList<HelpdeskGroup> groups, string? error)
    {
        Terminal.Say(error is null ? $"Signed in. The {questions.Group}s are:" : $"The {questions.Group}s can't be read now: {error}");

        // Where ids are as short as the numbers of the list, one could be taken for the other.
        var areNumbered = groups.Count > 0 && !groups.Any(group => group.Id.Length <= groups.Count.ToString(CultureInfo.InvariantCulture).Length);
        foreach (var (index, group) in groups.Index())
            Terminal.Say(areNumbered ? $"  {index + 1}. {group.Name} ({group.Id})" : $"  {group.Id}: {group.Name}");
        return Ask(
            areNumbered
                ? $"{char.ToUpperInvariant(questions.Group[0])}{questions.Group[1..]} for chats without another destination (number or id):"
                : $"Id of the {questions.Group} for chats without another destination:",
            answer => ToGroup(answer, groups, areNumbered));
    }

    private async Task<bool> WriteAsync(string path, InitAnswers answers, CancellationToken cancellationToken)
    {
        try
        {
            await PrivateFiles.WriteNewAsync(path, answers.ToFile(), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse($"{path} can't be written ({e.GetType().Name}).");
        }

        Terminal.Say($"""

            Written: {path} (only you can read it)
            Next:
              1. {questions.NextStep}
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

    private static (string? Value, string? Problem) ToPublicUrl(string answer)
    {
        var address = answer.TrimEnd('/');
        if (address.Length > 0 && !address.Contains("://", StringComparison.Ordinal))
            address = $"https://{address}";
        return NetworkRules.ValidateWebAddress(address, out var uri) is null && uri!.Query.Length == 0
            ? (address, null)
            : (null, "This is no address such as https://bridge.example.com.");
    }

    private (string? Value, string? Problem) ToGroup(string answer, IReadOnlyList<HelpdeskGroup> groups, bool areNumbered)
    {
        if (!long.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return (null, "Please enter digits.");
        if (groups.Count == 0 || groups.Any(group => group.Id == answer))
            return (answer, null);
        return areNumbered && number >= 1 && number <= groups.Count
            ? (groups[(int)number - 1].Id, null)
            : (null, $"There is no such {questions.Group}.");
    }

    private static bool Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return false;
    }
}
