package org.tweedie.conformance;

/** The part of a stack that its author needs: down to where the suite called. */
final class StackText {
  private static final String SUITE = "org.tweedie.conformance.";
  private static final int CAUSES = 4;

  private StackText() {}

  static String of(Throwable thrown) {
    StringBuilder s = new StringBuilder();
    Throwable t = thrown;
    for (int i = 0; t != null && i < CAUSES; i++, t = t.getCause()) {
      s.append(i == 0 ? "" : "caused by ").append(t).append('\n');
      for (StackTraceElement e : t.getStackTrace()) {
        if (isSuite(e.getClassName())) {
          break;
        }
        s.append("  at ").append(e).append('\n');
      }
    }
    return s.toString();
  }

  private static boolean isSuite(String type) {
    return type.startsWith(SUITE) && type.indexOf('.', SUITE.length()) < 0;
  }
}
