// Columns of the demo's flights.
export const CATEGORIES = ['carrier', 'origin', 'dest'];
export const NUMBERS = [
  'weekday',
  'departure_minute',
  'arrival_minute',
  'distance',
  'temperature',
  'dew_point',
  'humidity',
  'wind_speed',
  'precipitation',
  'pressure',
  'visibility',
];
