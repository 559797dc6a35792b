using System.Text.RegularExpressions;
using HelpdeskBridge.Tests.Repository;

namespace HelpdeskBridge.Tests.Samples;

/// <summary><c>samples/jaicp-bot/main.sc</c>, as far as it can be checked without JAICP: it agrees with JAICP's documents and with itself.</summary>
public sealed partial class JaicpBotTests
{
    /// <summary>The fields for text channels on JAICP's page of the reply "switch".</summary>
    private static readonly string[] Documented =
    [
        "type", "firstMessage", "lastMessage", "closeChatPhrases", "appendCloseChatButton", "ignoreOffline", "oneTimeMessage", "destination", "theme",
        "attributes", "hiddenAttributes", "sendMessagesToOperator", "sendMessageHistoryAmount", "customData",
    ];

    private static readonly string Script =
        File.ReadAllText(Path.Combine(SourceTree.Root, "samples", "jaicp-bot", "main.sc")).ReplaceLineEndings("\n");

    [Fact]
    public void Each_field_of_its_switch_replies_is_one_that_JAICP_documents()
    {
        var replies = Reply().Matches(Script).Select(match => match.Groups[1].Value).ToList();
        var fields = replies.Select(reply => Field().Matches(reply).Select(match => match.Groups[1].Value).ToList()).ToList();

        replies.Count.ShouldBe(2);
        fields.SelectMany(names => names).Except(Documented).ShouldBeEmpty();
        fields.ShouldAllBe(names => names[0] == "type" && names.Distinct().Count() == names.Count);
        fields[0].ShouldContain("closeChatPhrases");
        fields[0].ShouldContain("attributes");
        fields[1].ShouldContain("oneTimeMessage");
    }

    [Fact]
    public void Every_phrase_that_closes_the_chat_is_taken_by_a_state_below_that_of_the_switch()
    {
        var phrases = Regex.Matches(Phrases().Match(Script).Groups[1].Value, "\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        var pattern = ClosePattern().Match(Script).Groups[1].Value.Replace("\\/", "/", StringComparison.Ordinal).Split('|');

        phrases.ShouldNotBeEmpty();
        pattern.ShouldBe(phrases);
    }

    [Fact]
    public void Every_state_that_it_goes_to_is_there()
    {
        var states = GetStates();
        var targets = Target().Matches(Script).Select(match => match.Groups[1].Value).ToList();

        targets.Count.ShouldBeGreaterThan(5);
        targets.Except(states).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("event!: livechatFinished")]
    [InlineData("event: noLivechatOperatorsOnline")]
    [InlineData("if: hasOperatorsOnline()")]
    public void It_handles_what_JAICP_tells_about_agents(string line) => Script.Split('\n').Select(text => text.Trim()).ShouldContain(line);

    /// <summary>The paths of all states, by their indentation: four spaces a level, as JAICP's scripts have it.</summary>
    private static List<string> GetStates()
    {
        var (states, path) = (new List<string>(), new List<string>());
        foreach (Match state in State().Matches(Script))
        {
            var level = (state.Groups[1].Length / 4) - 1;
            path.RemoveRange(level, path.Count - level);
            path.Add(state.Groups[2].Value);
            states.Add("/" + string.Join('/', path));
        }

        return states;
    }

    [GeneratedRegex(@"replies\.push\(\{\n(.+?)\n +\}\);", RegexOptions.Singleline)]
    private static partial Regex Reply();

    [GeneratedRegex("^(?: {20}| {24})([A-Za-z]+):", RegexOptions.Multiline)]
    private static partial Regex Field();

    [GeneratedRegex(@"closeChatPhrases: \[(.+)\]")]
    private static partial Regex Phrases();

    [GeneratedRegex(@"state: CloseChat\n +q: \* \((.+)\) \*")]
    private static partial Regex ClosePattern();

    [GeneratedRegex(@"(?:go!: |-> )(/\S+)")]
    private static partial Regex Target();

    [GeneratedRegex(@"^( +)state: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex State();
}
