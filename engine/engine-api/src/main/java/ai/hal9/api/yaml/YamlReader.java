package ai.hal9.api.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** Reads YAML text into values that know their lines. */
public final class YamlReader {

  private final List<YamlError> errors;

  /** A reader that adds what it finds wrong to a list. */
  public YamlReader(List<YamlError> errors) {
    this.errors = errors;
  }

  /** The document; nothing, and an error noted, where the text is no YAML or empty. */
  public Optional<YamlNode> read(String text) {
    try (var parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        errors.add(new YamlError(1, "", "the file is empty"));
        return Optional.empty();
      }
      return Optional.of(node(parser));
    } catch (JacksonException e) {
      var location = e.getLocation();
      errors.add(
          new YamlError(
              location == null ? 1 : Math.max(1, location.getLineNr()),
              "",
              "this is no YAML: " + sentence(e.getOriginalMessage())));
      return Optional.empty();
    }
  }

  /** Without the indented lines, in which the parser quotes the text. */
  private static String sentence(String message) {
    return message
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .collect(Collectors.joining(", "));
  }

  private YamlNode node(JsonParser parser) {
    var line = parser.currentTokenLocation().getLineNr();
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return mapping(parser, line);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      var items = new ArrayList<YamlNode>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(node(parser));
      }
      return new YamlNode.Sequence(line, items);
    }
    var text = parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getString();
    return new YamlNode.Scalar(line, text);
  }

  private YamlNode mapping(JsonParser parser, int line) {
    var entries = new LinkedHashMap<String, YamlNode>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var key = parser.currentName();
      var keyLine = parser.currentTokenLocation().getLineNr();
      parser.nextToken();
      if (entries.put(key, node(parser)) != null) {
        errors.add(new YamlError(keyLine, key, "is given twice"));
      }
    }
    return new YamlNode.Mapping(line, entries);
  }
}
