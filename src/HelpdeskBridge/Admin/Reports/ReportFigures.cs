using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin.Reports;

/// <summary>The figures of some chats.</summary>
internal sealed class ReportFigures
{
    private readonly int[] _endings = new int[Enum.GetValues<EndedBy>().Length];
    private long _scores;

    public int Conversations { get; private set; }

    public int Open { get; private set; }

    /// <summary>Ended, and it is not stored by whom.</summary>
    public int EndedByUnknown { get; private set; }

    /// <summary>From the opening to the first answer of an agent.</summary>
    public DurationFigures FirstReply { get; } = new();

    /// <summary>From that answer to the end.</summary>
    public DurationFigures Handling { get; } = new();

    /// <summary>From the opening to the end.</summary>
    public DurationFigures Duration { get; } = new();

    public int Ratings { get; private set; }

    /// <summary>Null: there is no rating.</summary>
    public double? AverageScore => Ratings == 0 ? null : Math.Round((double)_scores / Ratings, 2);

    public int CountEndedBy(EndedBy by) => _endings[(int)by];

    public void Add(ChatFacts chat)
    {
        Conversations++;
        if (chat.IsOpen)
            Open++;
        else if (chat.EndedBy is { } by)
            _endings[(int)by]++;
        else
            EndedByUnknown++;
        FirstReply.Add(chat.FirstReply);
        Handling.Add(chat.Handling);
        Duration.Add(chat.Duration);
        if (chat.Score is { } score)
        {
            Ratings++;
            _scores += score;
        }
    }
}
