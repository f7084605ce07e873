package dev.carousel.nlp.metric;

import java.util.List;
import java.util.Map;

/**
 * Cuts the endings off English words (Porter, An algorithm for suffix stripping, Program 14(3),
 * 1980), with the departures that NLTK's stemmer makes by default and so rouge-score's figures rest
 * on: a list of irregular words, "ie" for words of four letters in "-ies" and "-ied", "-y" only
 * after a consonant, "-bli", "-fulli" and "-logi", and a vowel with a consonant counted like
 * consonant, vowel, consonant.
 */
final class PorterStemmer {
  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("skies", "sky"),
          Map.entry("sky", "sky"),
          Map.entry("dying", "die"),
          Map.entry("lying", "lie"),
          Map.entry("tying", "tie"),
          Map.entry("news", "news"),
          Map.entry("innings", "inning"),
          Map.entry("inning", "inning"),
          Map.entry("outings", "outing"),
          Map.entry("outing", "outing"),
          Map.entry("cannings", "canning"),
          Map.entry("canning", "canning"),
          Map.entry("howe", "howe"),
          Map.entry("proceed", "proceed"),
          Map.entry("exceed", "exceed"),
          Map.entry("succeed", "succeed"));

  // The first ending that a word has decides; it is replaced if the measure of what is before it
  // is above the given one.
  private static final List<Ending> PLURALS =
      List.of(
          new Ending("sses", "ss", -1),
          new Ending("ies", "i", -1),
          new Ending("ss", "ss", -1),
          new Ending("s", "", -1));
  private static final List<Ending> DOUBLE_SUFFIXES =
      endings(
          0,
          "ational ate, tional tion, enci ence, anci ance, izer ize, bli ble, alli al, entli ent,"
              + " eli e, ousli ous, ization ize, ation ate, ator ate, alism al, iveness ive,"
              + " fulness ful, ousness ous, aliti al, iviti ive, biliti ble, fulli ful");
  private static final List<Ending> SUFFIXES =
      endings(0, "icate ic, ative, alize al, iciti ic, ical ic, ful, ness");
  private static final List<Ending> LAST_SUFFIXES =
      endings(
          1,
          "al, ance, ence, er, ic, able, ible, ant, ement, ment, ent, ion, ou, ism, ate, iti, ous,"
              + " ive, ize");

  private record Ending(String suffix, String replacement, int measure) {}

  private PorterStemmer() {}

  private static List<Ending> endings(int measure, String pairs) {
    return List.of(pairs.split(", ")).stream()
        .map(pair -> pair.split(" "))
        .map(pair -> new Ending(pair[0], pair.length > 1 ? pair[1] : "", measure))
        .toList();
  }

  /**
   * Stems a word.
   *
   * @param word in lower case
   * @return its stem, which need not be a word
   */
  static String stem(String word) {
    if (IRREGULAR.containsKey(word)) {
      return IRREGULAR.get(word);
    }
    if (word.length() <= 2) {
      return word;
    }
    String stem = withoutPast(withoutPlural(word));
    if (stem.endsWith("y") && stem.length() > 2 && isConsonant(stem, stem.length() - 2)) {
      stem = before(stem, 1) + "i";
    }
    stem = replaced(withoutDoubleSuffix(stem), SUFFIXES);
    stem = withoutLastSuffix(stem);
    return withoutDoubleL(withoutE(stem));
  }

  private static String withoutPlural(String word) {
    return word.length() == 4 && word.endsWith("ies") ? before(word, 1) : replaced(word, PLURALS);
  }

  private static String withoutPast(String word) {
    if (word.endsWith("ied")) {
      return before(word, word.length() == 4 ? 1 : 2);
    }
    if (word.endsWith("eed")) {
      return measure(before(word, 3)) > 0 ? before(word, 1) : word;
    }
    if (word.endsWith("ed") && hasVowel(before(word, 2))) {
      return repaired(before(word, 2));
    }
    if (word.endsWith("ing") && hasVowel(before(word, 3))) {
      return repaired(before(word, 3));
    }
    return word;
  }

  /** Undoes what English does to a stem before -ed and -ing. */
  private static String repaired(String stem) {
    if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
      return stem + "e";
    }
    int last = stem.length() - 1;
    boolean doubled =
        last > 0 && stem.charAt(last) == stem.charAt(last - 1) && isConsonant(stem, last);
    if (doubled) {
      return "lsz".indexOf(stem.charAt(last)) < 0 ? before(stem, 1) : stem;
    }
    return measure(stem) == 1 && isShort(stem) ? stem + "e" : stem;
  }

  private static String withoutDoubleSuffix(String word) {
    if (word.endsWith("alli") && measure(before(word, 4)) > 0) {
      return withoutDoubleSuffix(before(word, 2));
    }
    if (word.endsWith("logi")) {
      return measure(before(word, 3)) > 0 ? before(word, 1) : word;
    }
    return replaced(word, DOUBLE_SUFFIXES);
  }

  private static String withoutLastSuffix(String word) {
    if (word.endsWith("ion") && !word.endsWith("sion") && !word.endsWith("tion")) {
      return word;
    }
    return replaced(word, LAST_SUFFIXES);
  }

  private static String withoutE(String word) {
    if (!word.endsWith("e")) {
      return word;
    }
    String stem = before(word, 1);
    int measure = measure(stem);
    return measure > 1 || measure == 1 && !isShort(stem) ? stem : word;
  }

  private static String withoutDoubleL(String word) {
    return word.endsWith("ll") && measure(before(word, 1)) > 1 ? before(word, 1) : word;
  }

  private static String replaced(String word, List<Ending> endings) {
    for (Ending ending : endings) {
      if (word.endsWith(ending.suffix)) {
        String stem = before(word, ending.suffix.length());
        return measure(stem) > ending.measure ? stem + ending.replacement : word;
      }
    }
    return word;
  }

  private static String before(String word, int letters) {
    return word.substring(0, word.length() - letters);
  }

  /** Porter's m: how often a consonant follows a vowel. */
  private static int measure(String stem) {
    int measure = 0;
    boolean consonant = true;
    for (int i = 0; i < stem.length(); i++) {
      boolean next = consonant(stem.charAt(i), i == 0 || !consonant);
      if (next && !consonant) {
        measure++;
      }
      consonant = next;
    }
    return measure;
  }

  private static boolean hasVowel(String stem) {
    boolean consonant = false;
    for (int i = 0; i < stem.length(); i++) {
      consonant = consonant(stem.charAt(i), !consonant);
      if (!consonant) {
        return true;
      }
    }
    return false;
  }

  private static boolean isConsonant(String word, int index) {
    boolean consonant = false;
    for (int i = 0; i <= index; i++) {
      consonant = consonant(word.charAt(i), !consonant);
    }
    return consonant;
  }

  /** A y is one at the beginning and after a vowel. */
  private static boolean consonant(char letter, boolean first) {
    return letter == 'y' ? first : "aeiou".indexOf(letter) < 0;
  }

  /** Porter's *o: consonant, vowel, consonant at the end, the last one not w, x or y. */
  private static boolean isShort(String stem) {
    int last = stem.length() - 1;
    if (last == 1) {
      return !isConsonant(stem, 0) && isConsonant(stem, 1);
    }
    return last > 1
        && isConsonant(stem, last - 2)
        && !isConsonant(stem, last - 1)
        && isConsonant(stem, last)
        && "wxy".indexOf(stem.charAt(last)) < 0;
  }
}
