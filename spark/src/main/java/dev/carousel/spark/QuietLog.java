package dev.carousel.spark;

/** Spark's logging, which is not to break into what a run shows. */
final class QuietLog {
  private static final String CONFIGURATION = "log4j2.configurationFile";

  private QuietLog() {}

  /** Has Spark tell of fatal errors only, unless someone has said otherwise. */
  static void unlessConfigured() {
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(
          CONFIGURATION, QuietLog.class.getResource("quiet-log4j2.properties").toString());
    }
  }
}
