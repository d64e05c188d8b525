module.exports = () => {
  process.env.TZ = 'UTC';
};
