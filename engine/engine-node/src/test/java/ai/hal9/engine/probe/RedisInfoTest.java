package ai.hal9.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RedisInfoTest {

  private static final RedisInfo INFO =
      new RedisInfo(
          """
          # Server
          redis_version:7.2.4
          # Memory
          used_memory:1048576
          used_memory_human:1.00M
          maxmemory:0
          # Replication
          role:master
          slave0:ip=10.0.0.2,port=6380,state=online,offset=120,lag=0
          slave1:ip=10.0.0.3,port=6381,state=online,offset=118,lag=1
          slave_expires_tracked_keys:0
          # Keyspace
          db0:keys=12,expires=3,avg_ttl=0
          db3:keys=5,expires=0,avg_ttl=0
          """
              .replace("\n", "\r\n"));

  @Test
  void field_isTheOneOfThatVeryName() {
    assertThat(INFO.field("redis_version")).contains("7.2.4");
    assertThat(INFO.number("used_memory")).contains(1_048_576.0);
    assertThat(INFO.field("memory")).isEmpty();
    assertThat(INFO.field("used_memor")).isEmpty();
    assertThat(new RedisInfo("role:master").field("role")).contains("master");
    assertThat(new RedisInfo("").field("role")).isEmpty();
  }

  @Test
  void numbered_areThoseWithANumberBehindTheName() {
    assertThat(INFO.numbered("db"))
        .containsExactly("keys=12,expires=3,avg_ttl=0", "keys=5,expires=0,avg_ttl=0");
    assertThat(INFO.numbered("slave"))
        .hasSize(2)
        .first()
        .isEqualTo("ip=10.0.0.2,port=6380,state=online,offset=120,lag=0");
    assertThat(INFO.numbered("none")).isEmpty();
  }

  @Test
  void part_isTheOneOfThatVeryName() {
    assertThat(RedisInfo.part("keys=12,expires=3", "keys")).contains("12");
    assertThat(RedisInfo.part("keys=12,expires=3", "expires")).contains("3");
    assertThat(RedisInfo.part("keys=12,expires=3", "eys")).isEmpty();
    assertThat(RedisInfo.part("", "keys")).isEmpty();
  }
}
