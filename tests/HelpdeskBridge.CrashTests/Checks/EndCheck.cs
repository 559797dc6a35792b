using HelpdeskBridge.CrashTests.Record;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>The client is told of an end once, and only of one that was.</summary>
internal static class EndCheck
{
    public static IEnumerable<Breach> Breaches(ClientStory story)
    {
        var ends = story.Acts.Where(act => act.Ends).ToList();
        var told = story.Events.Where(received => received.Type == "Closed").ToList();
        foreach (var (index, closed) in told.Index())
        {
            if (ends.Count(end => end.StartedAt <= closed.At) <= index)
            {
                yield return new Breach(story.UserId, BreachKind.Other, $"Closed came at {closed.At:HH:mm:ss.fff}, but no agent had ended the chat");
                yield break;
            }
        }

        foreach (var end in ends.Where(end => end.Surely))
        {
            var next = story.Acts.Where(act => act.Ends && act.Number > end.Number).Select(act => act.StartedAt)
                .Concat(story.Calls.Where(call => call.StartedAt > end.At).Select(call => call.StartedAt))
                .DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
            var count = told.Count(closed => closed.At >= end.StartedAt && closed.At < next);
            if (count != 1)
                yield return new Breach(story.UserId, count == 0 ? BreachKind.Lost : BreachKind.Duplicated, $"the end at {end.At:HH:mm:ss.fff} was told {count} times");
        }
    }
}
