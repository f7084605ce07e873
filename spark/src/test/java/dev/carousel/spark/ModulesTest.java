package dev.carousel.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module may see, and who may see it. */
@AnalyzeClasses(packages = "dev.carousel", importOptions = DoNotIncludeTests.class)
class ModulesTest {
  @ArchTest
  static final ArchRule nothingSeesSparkButThisModule =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.carousel.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.carousel.spark..", "org.apache.spark..", "org.apache.hadoop..");

  @ArchTest
  static final ArchRule sparksJacksonIsSparksOwn =
      noClasses()
          .that()
          .resideInAPackage("dev.carousel.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml..");

  @ArchTest
  static final ArchRule trialsAreKnownByTheirTypesAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.carousel.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.carousel.cells..",
              "dev.carousel.nlp..",
              "dev.carousel.timeseries..",
              "dev.carousel.interop..",
              "dev.carousel.kernels..");
}
