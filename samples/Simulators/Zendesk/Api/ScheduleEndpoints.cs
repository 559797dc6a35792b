using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Business hours: the schedules and their holidays.</summary>
internal sealed class ScheduleEndpoints(ConcurrentDictionary<long, SimulatedSchedule> schedules)
{
    public void Map(RouteGroupBuilder api)
    {
        api.MapOperation("GET", "/business_hours/schedules", ZendeskOperation.ReadSchedule, List);
        api.MapOperation("GET", "/business_hours/schedules/{id:long}", ZendeskOperation.ReadSchedule, ShowOne);
        api.MapOperation("GET", "/business_hours/schedules/{id:long}/holidays", ZendeskOperation.ReadSchedule, ListHolidays);
    }

    private ZendeskResponse List(HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "list of schedules";
        return ZendeskResponse.Ok(new { Schedules = schedules.Values.OrderBy(schedule => schedule.Id).Select(Represent) });
    }

    private ZendeskResponse ShowOne(long id, HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "business hours";
        return ZendeskResponse.Ok(new { Schedule = Represent(Find(id)) });
    }

    private ZendeskResponse ListHolidays(long id, HttpContext http)
    {
        JournalAnnotation.Get(http).Summary = "holidays";
        return ZendeskResponse.Ok(new
        {
            Holidays = Find(id).Holidays.Select((holiday, index) => new
            {
                Id = index + 1,
                Name = $"Holiday {index + 1}",
                StartDate = FormatDate(holiday.Start),
                EndDate = FormatDate(holiday.End),
            }),
        });
    }

    private SimulatedSchedule Find(long id) => schedules.GetValueOrDefault(id) ?? throw ZendeskApiException.NotFound();

    private static object Represent(SimulatedSchedule schedule) => new
    {
        schedule.Id,
        Name = $"Schedule {schedule.Id}",
        schedule.TimeZone,
        Intervals = schedule.Intervals.Select(interval => new { StartTime = interval.Start, EndTime = interval.End }),
        CreatedAt = "2015-09-30T21:44:03Z",
        UpdatedAt = "2015-09-30T21:44:03Z",
    };

    private static string FormatDate(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
