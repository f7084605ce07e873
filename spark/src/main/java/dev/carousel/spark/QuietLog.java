package dev.carousel.spark;

import java.net.URI;
import java.net.URL;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkContext$;

/** Spark's logging, which is not to break into what a run shows. */
final class QuietLog {
  private static final String STATED = "log4j2.configurationFile";

  private QuietLog() {}

  /** Has the driver's Spark say nothing, unless someone has said what it is to log. */
  static void unlessConfigured() {
    ClassLoader loader = QuietLog.class.getClassLoader();
    boolean configured =
        System.getProperty(STATED) != null
            || Stream.of("properties", "xml", "yaml", "json")
                .anyMatch(form -> loader.getResource("log4j2." + form) != null);
    if (!configured) {
      // Once and silently, for below spark-submit it would take its own configuration again.
      SparkContext$.MODULE$.initializeLogIfNecessary(false, true);
      URL quiet = QuietLog.class.getResource("quiet-log4j2.properties");
      Configurator.reconfigure(URI.create(quiet.toString()));
    }
  }
}
