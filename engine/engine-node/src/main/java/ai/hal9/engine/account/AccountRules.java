package ai.hal9.engine.account;

import java.util.regex.Pattern;

/** What users may call themselves and choose as a password. */
public final class AccountRules {

  public static final String USERNAME = "'username' must be 3 to 64 letters, digits and . _ @ + -";
  static final String PASSWORD = "must have 8 to 256 characters";
  public static final String NAME = "must have 1 to 100 plain characters";

  private static final Pattern USERNAMES = Pattern.compile("[A-Za-z0-9._@+-]{3,64}");
  private static final int SHORTEST_PASSWORD = 8;
  private static final int LONGEST_PASSWORD = 256;
  private static final int LONGEST_NAME = 100;

  private AccountRules() {}

  /** Whether a text may be a user name. */
  public static boolean isUsername(String text) {
    return USERNAMES.matcher(text).matches();
  }

  /** Length alone: rules about kinds of characters make passwords worse (NIST SP 800-63B). */
  static boolean isPassword(String text) {
    var length = text.codePointCount(0, text.length());
    return length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD;
  }

  /** Whether a text can be shown as a name and stored: no controls, no halves of characters. */
  public static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= LONGEST_NAME
        && text.codePoints().noneMatch(AccountRules::unwanted);
  }

  private static boolean unwanted(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
  }
}
