export const VERSIONS_A_PAGE = 50;
