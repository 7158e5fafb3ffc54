-- The first champion that was trained with the row of a complaint: its person is told so, and that is no proof of an answer put right.
ALTER TABLE "feedback" ADD COLUMN "learnt_version" INTEGER;
