namespace HelpdeskBridge.Admin.Pages;

/// <summary>What every page of a signed-in operator shows. The types in this folder are public because Razor's components are.</summary>
/// <param name="Root">The address of the admin side, with the path base of the service.</param>
/// <param name="Actor">The operator's name.</param>
/// <param name="Token">The token that each form sends along, against cross-site requests.</param>
/// <param name="Tab">The page's name in the navigation.</param>
/// <param name="Live">Where the page's changes are announced; null: the page does not change.</param>
/// <param name="Dashboard">The address of Orleans' dashboard; null: it is not shown.</param>
public sealed record PageFrame(string Root, string Actor, string Token, string Tab, string? Live = null, string? Dashboard = null);
