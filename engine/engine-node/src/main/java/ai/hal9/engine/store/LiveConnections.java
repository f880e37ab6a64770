package ai.hal9.engine.store;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A HikariCP pool that follows {@code database.*}, or a connection a use while {@code
 * performance.pooling} is off. A wait for the pool is cut into slices so that it ends soon after
 * PostgreSQL is found gone.
 */
final class LiveConnections implements Connections {

  private static final Duration SLICE = Duration.ofMillis(250);
  private static final int CONNECT_SECONDS = 2;

  /** Nobody aborts what prepares the tables; PostgreSQL may hang meanwhile. */
  private static final int STATEMENT_SECONDS = 120;

  private final String url;
  private final Properties login;
  private final LiveTuning tuning;
  private final Meters meters;
  private final LongSupplier nanoTime;
  private final BooleanSupplier reachable;
  private final Meters.Timing wait;
  private final Meters.Count timeouts;
  private final Map<String, Meters.Timing> queries = new ConcurrentHashMap<>();
  private final Set<Connection> inUse = ConcurrentHashMap.newKeySet();
  private volatile HikariDataSource pool;
  private EngineTuning.Database applied;

  /**
   * A pool.
   *
   * @param sizing what this pool makes of the settings
   */
  LiveConnections(
      Postgres.Server server,
      LiveTuning tuning,
      UnaryOperator<EngineTuning.Database> sizing,
      Meters meters,
      LongSupplier nanoTime,
      BooleanSupplier reachable) {
    this.url = server.url();
    this.login = login(server, tuning.current().database().statementCache());
    this.tuning = tuning;
    this.meters = meters;
    this.nanoTime = nanoTime;
    this.reachable = reachable;
    this.wait = meters.timing(MetricCatalogue.DB_WAIT);
    this.timeouts = meters.count(MetricCatalogue.DB_TIMEOUTS);
    this.applied = sizing.apply(tuning.current().database());
    this.pool = start(applied);
    meters.gauge(MetricCatalogue.DB_ACTIVE, inUse::size);
    meters.gauge(MetricCatalogue.DB_IDLE, () -> ofPool(HikariPoolMXBean::getIdleConnections));
    meters.gauge(
        MetricCatalogue.DB_PENDING, () -> ofPool(HikariPoolMXBean::getThreadsAwaitingConnection));
    meters.gauge(MetricCatalogue.DB_MAX, () -> pool.getHikariConfigMXBean().getMaximumPoolSize());
    tuning.onChange(values -> configure(sizing.apply(values.database())));
  }

  @Override
  public <T> T use(String operation, Database.Work<T> work) throws SQLException {
    try (var connection = open()) {
      inUse.add(connection);
      var start = nanoTime.getAsLong();
      try {
        return work.on(connection);
      } finally {
        inUse.remove(connection);
        timing(operation).recordNanos(nanoTime.getAsLong() - start);
      }
    }
  }

  @Override
  public Connection probe() throws SQLException {
    var short1s = new Properties();
    short1s.putAll(login);
    short1s.setProperty("connectTimeout", "1");
    short1s.setProperty("socketTimeout", "1");
    return DriverManager.getConnection(url, short1s);
  }

  @Override
  public DataSource plain() {
    var source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(login.getProperty("user"));
    source.setPassword(login.getProperty("password"));
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(STATEMENT_SECONDS);
    return source;
  }

  @Override
  public void abortAll() {
    for (var connection : List.copyOf(inUse)) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        inUse.remove(connection);
      }
    }
  }

  @Override
  public synchronized void renew() {
    var old = pool;
    pool = start(applied);
    Thread.ofVirtual().name("pool-closer").start(old::close);
  }

  @Override
  public void close() {
    pool.close();
  }

  private Connection open() throws SQLException {
    var start = nanoTime.getAsLong();
    try {
      return tuning.current().performance().pooling()
          ? fromPool(start)
          : DriverManager.getConnection(url, login);
    } finally {
      wait.recordNanos(nanoTime.getAsLong() - start);
    }
  }

  private Connection fromPool(long start) throws SQLException {
    while (true) {
      try {
        return pool.getConnection();
      } catch (SQLTransientConnectionException e) {
        var longest = tuning.current().database().connectionTimeout().toNanos();
        if (nanoTime.getAsLong() - start >= longest) {
          timeouts.increment();
          throw e;
        }
        if (!reachable.getAsBoolean()) {
          throw e;
        }
      }
    }
  }

  private synchronized void configure(EngineTuning.Database changed) {
    if (changed.equals(applied)) {
      return;
    }
    var shrunk = changed.maxConnections() < applied.maxConnections();
    applied = changed;
    var live = pool.getHikariConfigMXBean();
    live.setMaximumPoolSize(changed.maxConnections());
    live.setMinimumIdle(Math.min(changed.minConnections(), changed.maxConnections()));
    live.setIdleTimeout(changed.idleTimeout().toMillis());
    live.setMaxLifetime(changed.maxLifetime().toMillis());
    if (shrunk) {
      pool.getHikariPoolMXBean().softEvictConnections();
    }
  }

  private HikariDataSource start(EngineTuning.Database settings) {
    var config = new HikariConfig();
    config.setPoolName("signals");
    config.setJdbcUrl(url);
    config.setDataSourceProperties(login);
    config.setMaximumPoolSize(settings.maxConnections());
    config.setMinimumIdle(Math.min(settings.minConnections(), settings.maxConnections()));
    config.setConnectionTimeout(SLICE.toMillis());
    config.setValidationTimeout(SLICE.toMillis());
    config.setIdleTimeout(settings.idleTimeout().toMillis());
    config.setMaxLifetime(settings.maxLifetime().toMillis());
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private int ofPool(ToIntFunction<HikariPoolMXBean> value) {
    @Nullable HikariPoolMXBean live = pool.getHikariPoolMXBean();
    return live == null ? 0 : value.applyAsInt(live);
  }

  private Meters.Timing timing(String operation) {
    return queries.computeIfAbsent(
        operation, label -> meters.timing(MetricCatalogue.DB_QUERY, label));
  }

  private static Properties login(Postgres.Server server, int statementCache) {
    var login = new Properties();
    login.setProperty("user", server.username());
    login.setProperty("ApplicationName", "hal9");
    login.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
    login.setProperty("tcpKeepAlive", "true");
    login.setProperty("preparedStatementCacheQueries", Integer.toString(statementCache));
    var file = server.passwordFile();
    if (file != null) {
      try {
        login.setProperty("password", Files.readString(file).strip());
      } catch (IOException e) {
        throw new StoreException("cannot read the database's password from " + file, e);
      }
    }
    return login;
  }
}
