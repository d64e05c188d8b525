export { startPostgres, type TestPostgres } from '../../scripts/campaign/postgres-server.ts';
