using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Business hours: schedules and their holidays.</summary>
internal sealed class ScheduleEndpoints(ConcurrentDictionary<long, SimulatedSchedule> schedules)
{
    public void Map(RouteGroupBuilder api)
    {
        api.Handle("GET", "/business_hours/schedules", ZendeskOperation.ReadSchedule, All);
        api.Handle("GET", "/business_hours/schedules/{id:long}", ZendeskOperation.ReadSchedule, One);
        api.Handle("GET", "/business_hours/schedules/{id:long}/holidays", ZendeskOperation.ReadSchedule, Holidays);
    }

    private Answer All(HttpContext http)
    {
        RequestNote.Of(http).Summary = "list of schedules";
        return Answer.Ok(new { Schedules = schedules.Values.OrderBy(schedule => schedule.Id).Select(Show) });
    }

    private Answer One(long id, HttpContext http)
    {
        RequestNote.Of(http).Summary = "business hours";
        return Answer.Ok(new { Schedule = Show(Find(id)) });
    }

    private Answer Holidays(long id, HttpContext http)
    {
        RequestNote.Of(http).Summary = "holidays";
        return Answer.Ok(new
        {
            Holidays = Find(id).Holidays.Select((holiday, index) => new
            {
                Id = index + 1,
                Name = $"Holiday {index + 1}",
                StartDate = Date(holiday.Start),
                EndDate = Date(holiday.End),
            }),
        });
    }

    private SimulatedSchedule Find(long id) => schedules.GetValueOrDefault(id) ?? throw Refusal.NotFound();

    private static object Show(SimulatedSchedule schedule) => new
    {
        schedule.Id,
        Name = $"Schedule {schedule.Id}",
        schedule.TimeZone,
        Intervals = schedule.Intervals.Select(interval => new { StartTime = interval.Start, EndTime = interval.End }),
        CreatedAt = "2015-09-30T21:44:03Z",
        UpdatedAt = "2015-09-30T21:44:03Z",
    };

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
