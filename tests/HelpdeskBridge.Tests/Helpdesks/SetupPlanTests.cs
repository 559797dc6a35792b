using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Tests.Helpdesks;

/// <summary>What has to be done, from what should exist and what exists.</summary>
public sealed class SetupPlanTests
{
    /// <summary>An object is written as <c>kind/name/address</c>, and <c>kind/name/address/id</c> where it exists.</summary>
    [Theory]
    [InlineData("hook/A/x", "", "create hook", false)]
    [InlineData("hook/A/x", "hook/A/x/1", "none hook 1", false)]
    [InlineData("hook/A/x", "hook/A/y/1", "change hook 1 address y>x", true)]
    [InlineData("hook/A/x", "hook/B/x/1", "change hook 1 name B>A", true)]
    [InlineData("hook/A/x", "hook/B/y/1", "change hook 1 name B>A address y>x", true)]
    [InlineData("hook/A/x", "hook/A/x/1 hook/A/x/2", "none hook 1, remove hook 2", true)]
    [InlineData("hook/A/x", "hook/A/y/1 hook/A/x/2", "change hook 1 address y>x, remove hook 2", true)]
    [InlineData("", "hook/A/x/1", "remove hook 1", true)]
    [InlineData("", "", "", false)]
    [InlineData("hook/A/x trigger/A/t", "", "create hook, create trigger", false)]
    [InlineData("hook/A/x trigger/A/t", "hook/A/x/1", "none hook 1, create trigger", true)]
    [InlineData("hook/A/x", "hook/A/x/1 trigger/A/t/2", "none hook 1, remove trigger 2", true)]
    [InlineData("hook/A/x trigger/A/t", "trigger/A/t/2 hook/A/x/1", "none hook 1, none trigger 2", false)]
    public void A_plan_is_the_difference_between_what_should_be_and_what_is(string wanted, string actual, string plan, bool drift)
    {
        var made = SetupPlan.Create(Read(wanted), Read(actual));

        string.Join(", ", made.Changes.Select(Describe)).ShouldBe(plan);
        made.HasDrift.ShouldBe(drift);
        made.IsEmpty.ShouldBe(!plan.Contains("create", StringComparison.Ordinal) && !drift);
    }

    [Fact]
    public void A_removal_removes_all_that_was_made_in_its_order() =>
        string.Join(", ", SetupPlan.CreateRemoval(Read("trigger/A/t/2 hook/A/x/1")).Changes.Select(Describe))
            .ShouldBe("remove trigger 2, remove hook 1");

    [Fact]
    public void Properties_that_are_not_wanted_make_no_difference()
    {
        var actual = new SetupObject("hook", "A", "1", new Dictionary<string, string> { ["address"] = "x", ["made by"] = "somebody" });

        SetupPlan.Create(Read("hook/A/x"), [actual]).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void What_is_changed_keeps_its_id() =>
        SetupPlan.Create(Read("hook/A/x"), Read("hook/A/y/17")).Changes.Single().Wanted!.Id.ShouldBe("17");

    [Theory]
    [InlineData("", "", "create field a, create field b", false)]
    [InlineData("hook/A/x/1", "", "none hook, create field a, create field b", false)]
    [InlineData("hook/A/x/1", "b/x", "none hook, create field a, none field b", false)]
    [InlineData("hook/A/x/1", "B/x a/x", "none hook, none field a, none field b", false)]
    [InlineData("hook/A/x/1", "a/y b/x", "none hook, change field a, none field b", true)]
    [InlineData("hook/A/x/1", "a/x b/x c/x", "none hook, none field a, none field b, remove field c", true)]
    public void Optional_objects_are_told_apart_by_their_keys_and_to_make_one_is_no_drift(string hook, string fields, string plan, bool drift)
    {
        var wanted = Read(hook).Concat(ReadFields("a/x b/x"));

        var made = SetupPlan.Create([.. wanted], [.. Read(hook), .. ReadFields(fields)]);

        var lines = made.Changes.Select(change => $"{change.Action.ToString().ToLowerInvariant()} {change.Subject.Kind} {change.Subject.Key}");
        string.Join(", ", lines.Select(line => line.TrimEnd())).ShouldBe(plan);
        made.HasDrift.ShouldBe(drift);

        static IEnumerable<SetupObject> ReadFields(string fields) => fields.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => Read($"field/F/{text[2..]}/1")[0] with { Key = text[..1], IsOptional = true });
    }

    [Fact]
    public void A_webhook_that_is_gone_is_drift_though_only_optional_objects_are_left() =>
        SetupPlan.Create(
            [.. Read("hook/A/x"), Read("field/F/x/1")[0] with { IsOptional = true }], [Read("field/F/x/1")[0] with { IsOptional = true }])
            .HasDrift.ShouldBeTrue();

    private static List<SetupObject> Read(string objects) =>
    [
        .. objects.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('/')).Select(parts => new SetupObject(
            parts[0], parts[1], parts.ElementAtOrDefault(3), new Dictionary<string, string> { ["address"] = parts[2] })),
    ];

    private static string Describe(SetupChange change)
    {
        var differences = string.Concat(change.Differences.Select(difference => $" {difference.Property} {difference.Actual}>{difference.Wanted}"));
        return $"{change.Action.ToString().ToLowerInvariant()} {change.Subject.Kind} {change.Actual?.Id}".TrimEnd() + differences;
    }
}
