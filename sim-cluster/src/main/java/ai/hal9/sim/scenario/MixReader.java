package ai.hal9.sim.scenario;

import ai.hal9.api.yaml.Fields;
import ai.hal9.api.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads the mix of requests. */
final class MixReader {

  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> OWN_HEADERS =
      Set.of("host", "content-length", "transfer-encoding", "connection", "expect");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");
  private static final Set<String> PLACEHOLDERS =
      Set.of(RequestTemplate.CONTENT, RequestTemplate.USER, RequestTemplate.SEQUENCE);

  private final Fields fields;

  MixReader(Fields fields) {
    this.fields = fields;
  }

  List<RequestTemplate> read() {
    var mix =
        fields.items(
            "mix", item -> fields.asMapping(item.node(), item.path()).flatMap(this::template));
    if (mix.isEmpty()) {
      fields
          .node("mix")
          .filter(node -> node instanceof YamlNode.Sequence list && list.items().isEmpty())
          .ifPresent(node -> fields.error(node.line(), "mix", "must name at least one request"));
    }
    return mix.isEmpty() ? List.of(RequestTemplate.SIGNAL) : mix;
  }

  private Optional<RequestTemplate> template(Fields request) {
    var before = request.errors().size();
    request.require("path", "such as /api/v1/signal");
    var body = body(request);
    var method = request.text("method", body.isEmpty() ? "GET" : "POST");
    if (!METHODS.contains(method)) {
      error(request, "method", "must be one of GET, POST, PUT, PATCH, DELETE");
    }
    var path = request.text("path", "/");
    if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      error(request, "path", "must begin with a slash and have no blanks");
    }
    if (path.contains(RequestTemplate.CONTENT)) {
      error(request, "path", "cannot carry ${content}, which has blanks; the body can");
    }
    placeholders(request, "path", path);
    placeholders(request, "body", body);
    var headers = headers(request);
    var template =
        new RequestTemplate(
            request.text("name", method + " " + path),
            (int) request.number("weight", 1, 1, 1_000_000),
            method,
            path.startsWith("/") ? path : "/",
            headers,
            body,
            checks(request));
    request.done();
    return request.errors().size() == before ? Optional.of(template) : Optional.empty();
  }

  private static void error(Fields request, String key, String message) {
    var line = request.node(key).map(YamlNode::line).orElse(request.line());
    request.error(line, key, message);
  }

  private static void placeholders(Fields request, String key, String text) {
    PLACEHOLDER
        .matcher(text)
        .results()
        .map(match -> match.group())
        .filter(name -> !PLACEHOLDERS.contains(name))
        .forEach(
            name ->
                error(request, key, name + " is unknown; known: ${content}, ${user}, ${sequence}"));
  }

  /** A text as it is; a mapping as JSON, whose values are texts. */
  private static String body(Fields request) {
    return switch (request.node("body").orElse(new YamlNode.Scalar(0, ""))) {
      case YamlNode.Scalar scalar -> scalar.text();
      case YamlNode.Sequence list -> {
        request.error(list.line(), "body", "must be a text or a mapping, not a list");
        yield "";
      }
      case YamlNode.Mapping mapping -> {
        var object = JsonNodeFactory.instance.objectNode();
        mapping
            .entries()
            .forEach(
                (key, value) -> {
                  if (value instanceof YamlNode.Scalar scalar) {
                    object.put(key, scalar.text());
                  } else {
                    request.error(
                        value.line(), "body." + key, "must be a text; write JSON as one text");
                  }
                });
        yield JsonMapper.shared().writeValueAsString(object);
      }
    };
  }

  private static Map<String, String> headers(Fields request) {
    var headers = new LinkedHashMap<String, String>();
    if (request.node("body").isPresent()) {
      headers.put("Content-Type", "application/json");
    }
    if (request.node("headers").orElse(null) instanceof YamlNode.Mapping given) {
      given
          .entries()
          .forEach(
              (name, value) -> {
                if (OWN_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                  request.error(value.line(), "headers." + name, "is set by the generator");
                } else if (value instanceof YamlNode.Scalar scalar
                    && scalar.text().chars().noneMatch(c -> c < ' ')) {
                  headers.keySet().removeIf(name::equalsIgnoreCase);
                  headers.put(name, scalar.text());
                } else {
                  request.error(value.line(), "headers." + name, "must be one line of text");
                }
              });
    } else if (request.node("headers").isPresent()) {
      error(request, "headers", "must be a mapping");
    }
    return headers;
  }

  private static List<Check> checks(Fields request) {
    var checks = new ArrayList<Check>();
    request
        .mapping("checks")
        .ifPresent(
            given -> {
              if (given.node("status").isPresent()) {
                checks.add(new Check.StatusIs((int) given.number("status", 200, 100, 599)));
              }
              if (given.node("max-time").isPresent()) {
                var most = Duration.ofHours(1);
                var least = Duration.ofMillis(1);
                checks.add(new Check.TakesAtMost(given.duration("max-time", most, least, most)));
              }
              Stream.of(given.text("body-contains", ""))
                  .filter(text -> !text.isEmpty())
                  .forEach(text -> checks.add(new Check.BodyContains(text)));
              given.done();
            });
    return checks;
  }
}
