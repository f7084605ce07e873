package dev.carousel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may see what inside core. */
@AnalyzeClasses(packages = "dev.carousel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule CORE_SEES_NO_JSON_LIBRARY =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tools.jackson..", "com.fasterxml..")
          .because("whoever uses core and a cell alone gets no JSON library");

  @ArchTest
  static final ArchRule CORE_SEES_NO_VECTOR_API =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator..")
          .because("core runs on any JDK from 17 on, without flags");

  @ArchTest
  static final ArchRule ONLY_PLUGIN_SEES_GUICE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.carousel.plugin")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.inject..", "jakarta.inject..")
          .because("below the plug-ins everything is plain constructors");

  @ArchTest
  static final ArchRule NOTHING_SEES_PLUGIN =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.carousel.plugin")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.carousel.plugin..")
          .because("the library works without plug-ins");

  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CYCLES =
      slices().matching("dev.carousel.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_KERNELS_SEE_ARRAYS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.carousel.tensor")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("dev.carousel.tensor.ArrayStorage")
          .because("a device with a memory of its own has no arrays to share");

  @ArchTest
  static final ArchRule EXPRESSIONS_STAND_ALONE =
      classes()
          .that()
          .resideInAPackage("dev.carousel.expression..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.carousel.expression..", "java..");

  @ArchTest
  static final ArchRule ONLY_TENSOR_AND_NUMERICS_SEE_EJML =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.carousel.tensor",
              "dev.carousel.cell",
              "dev.carousel.layer",
              "dev.carousel.inspect")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.ejml..")
          .because("tensors are computed with through the kernels");
}
