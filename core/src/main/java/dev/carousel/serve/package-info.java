/** How trained models are asked, without the data they were trained on. */
package dev.carousel.serve;
