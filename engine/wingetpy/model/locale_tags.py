"""The locales that winget takes out of program names, as it writes them."""

from __future__ import annotations

_TAGS = """
af-za am-et ar-ae ar-bh ar-dz ar-eg ar-iq ar-jo ar-kw ar-lb ar-ly ar-ma ar-om ar-qa ar-sa ar-sy ar-tn ar-ye
arn-cl as-in az-cyrl-az az-latn-az ba-ru be-by bg-bg bn-bd bn-in bo-cn br-fr bs-cyrl-ba bs-latn-ba ca-es
ca-es-valencia co-fr cs-cz cy-gb da-dk de-at de-ch de-de de-li de-lu dsb-de dv-mv el-gr en-au en-bz en-ca
en-gb en-ie en-in en-jm en-my en-nz en-ph en-sg en-tt en-us en-za en-zw es-ar es-bo es-cl es-co es-cr es-do
es-ec es-es es-gt es-hn es-mx es-ni es-pa es-pe es-pr es-py es-sv es-us es-uy es-ve et-ee eu-es fa-ir fi-fi
fil-ph fo-fo fr-be fr-ca fr-ch fr-fr fr-lu fr-mc fy-nl ga-ie gd-db gl-es gsw-fr gu-in ha-latn-ng he-il hi-in
hr-ba hr-hr hsb-de hu-hu hy-am id-id ig-ng ii-cn is-is it-ch it-it iu-cans-ca iu-latn-ca ja-jp ka-ge kk-kz
kl-gl km-kh kn-in ko-kr kok-in ky-kg lb-lu lo-la lt-lt lv-lv mi-nz mk-mk ml-in mn-mn mn-mong-cn moh-ca mr-in
ms-bn ms-my mt-mt nb-no ne-np nl-be nl-nl nn-no nso-za oc-fr or-in pa-in pl-pl prs-af ps-af pt-br pt-pt qut-gt
quz-bo quz-ec quz-pe rm-ch ro-ro ru-ru rw-rw sa-in sah-ru se-fi se-no se-se si-lk sk-sk sl-si sma-no sma-se
smj-no smj-se smn-fi sms-fi sq-al sr-cyrl-ba sr-cyrl-cs sr-cyrl-me sr-cyrl-rs sr-latn-ba sr-latn-cs sr-latn-me
sr-latn-rs sv-fi sv-se sw-ke syr-sy ta-in te-in tg-cyrl-tj th-th tk-tm tn-za tr-tr tt-ru tzm-latn-dz ug-cn
uk-ua ur-pk uz-cyrl-uz uz-latn-uz vi-vn wo-sn xh-za yo-ng zh-cn zh-hk zh-mo zh-sg zh-tw zu-za
"""

LOCALE_TAGS = frozenset(_TAGS.split())
