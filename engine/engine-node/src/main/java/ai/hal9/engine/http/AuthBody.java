package ai.hal9.engine.http;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The fields a user sends: texts in a JSON object. Others are passed over, and no value is ever
 * repeated in a problem: it may be a password.
 */
final class AuthBody {

  private final JsonNode root;
  private @Nullable Problem problem;

  private AuthBody(JsonNode root, @Nullable Problem problem) {
    this.root = root;
    this.problem = problem;
  }

  static AuthBody read(byte[] bytes, int length) {
    return switch (JsonBody.read(bytes, length)) {
      case JsonBody.Read.Tree(var root) -> new AuthBody(root, null);
      case JsonBody.Read.Wrong(var problem) ->
          new AuthBody(JsonNodeFactory.instance.objectNode(), problem);
    };
  }

  /** A text that must be there; else a problem is noted. */
  String text(String field) {
    var node = root.path(field);
    if (!node.isString()) {
      wrong(field, node.isMissingNode() ? "must be given" : "must be a string");
      return "";
    }
    return node.asString();
  }

  /** A text that may be absent; then it is empty. */
  String optional(String field) {
    return root.path(field).isMissingNode() || root.path(field).isNull() ? "" : text(field);
  }

  /** The first thing that was wrong, or null. */
  @Nullable Problem problem() {
    return problem;
  }

  private void wrong(String field, String message) {
    if (problem == null) {
      problem = Problem.badField(field, message);
    }
  }
}
