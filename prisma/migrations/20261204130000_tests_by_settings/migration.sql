-- Tests were asked of the file alone; versions with settings in force are asked again as they answer.
update regression_runs r set marks = 0
where exists (select from answer_settings s where s.model_id = r.model_id and s.version_number = r.version_number);
