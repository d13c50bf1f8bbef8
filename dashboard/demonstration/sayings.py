"""The words of demonstration listening: nobody said them, no office did these things; marked where shown."""

from __future__ import annotations

from collections.abc import Mapping

SAID: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "accesso": {
        "care_leavers": ("Sapere a chi rivolgersi fa la differenza fin dal primo giorno",),
        "operatori": ("Lo sportello unico evita alle famiglie tre giri di uffici",),
        "famiglie": ("La prima volta siamo arrivati al servizio per passaparola",),
        "responsabili": ("Un solo modulo di accesso per tutti i servizi ha tolto liste doppie",),
    },
    "integrazione": {
        "care_leavers": ("Quando i servizi si parlano non serve raccontare tutto ogni volta",),
        "operatori": ("La riunione fissa con la scuola vale più di dieci telefonate",),
        "famiglie": ("Ogni ufficio ci chiedeva gli stessi documenti",),
        "responsabili": ("Senza la sanità al tavolo il progetto resta a metà",),
    },
    "risorse_umane": {
        "care_leavers": ("Cambiare operatore a metà strada fa perdere tempo e fiducia",),
        "tutor": ("Con otto ragazzi per tutor si riesce a essere presenti quando serve",),
        "operatori": ("I contratti brevi interrompono il lavoro proprio quando comincia a dare frutti",),
        "responsabili": ("La continuità degli educatori andrebbe scritta nel bando",),
    },
    "spazi": {
        "care_leavers": ("Servirebbe un luogo dove trovarsi senza appuntamento",),
        "operatori": ("Una cucina dove preparare la merenda insieme apre più di un colloquio",),
        "famiglie": ("Il centro è lontano e l'ultimo autobus passa alle sei",),
        "responsabili": ("Le sedi condivise costano meno e si aprono anche la sera",),
    },
    "famiglie": {
        "care_leavers": ("Con la mia famiglia di origine vorrei decidere io quando e come parlare",),
        "operatori": ("I gruppi di genitori funzionano se c'è chi guarda i più piccoli",),
        "famiglie": ("Chiediamo di essere ascoltati prima delle decisioni, non dopo",),
        "responsabili": ("Il patto educativo va scritto con la famiglia, non per la famiglia",),
    },
    "ragazzi": {
        "care_leavers": ("Vogliamo essere al tavolo quando si parla del nostro progetto",),
        "tutor": ("Il progetto cambia quando lo scrive chi lo deve vivere",),
        "operatori": ("Chiedere ai ragazzi come è andata ci ha fatto cambiare gli orari",),
        "responsabili": ("Una ragazza della Youth Conference oggi siede nel tavolo locale",),
    },
    "casa": {
        "care_leavers": (
            "Trovare una casa in affitto è il passaggio più difficile",
            "Dividere un appartamento con altri due è stato il primo passo",
        ),
        "tutor": ("Senza un garante nessuno affitta a diciannove anni",),
        "operatori": ("Gli alloggi di sgancio danno il tempo di imparare a stare da soli",),
    },
    "lavoro": {
        "care_leavers": (
            "Un tirocinio pagato aiuta a capire che cosa si vuole fare",
            "Studiare e lavorare insieme è possibile se gli orari sono scritti prima",
        ),
        "tutor": ("L'azienda che conosce già il tutor apre la porta più volentieri",),
        "operatori": ("Il centro per l'impiego in équipe accorcia i tempi di mesi",),
    },
    "tempi": {
        "care_leavers": ("I tempi delle procedure non sono quelli dei ragazzi",),
        "operatori": ("Dalla segnalazione al primo incontro passano settimane che pesano",),
        "famiglie": ("Aspettare senza sapere quanto è la parte più dura",),
        "responsabili": ("Una scadenza scritta per ogni passaggio ha dimezzato le attese",),
    },
    "comunita": {
        "care_leavers": ("Chi ha già fatto il percorso può aiutare chi comincia",),
        "operatori": ("La parrocchia e la squadra di calcio conoscono i ragazzi prima di noi",),
        "famiglie": ("Le famiglie affidatarie hanno bisogno di incontrarsi tra loro",),
        "responsabili": ("Un gruppo di volontari formati tiene aperto il centro d'estate",),
    },
}
"""What is said: theme → voice → sentences."""

PRACTICES: tuple[Mapping[str, str], ...] = (
    {
        "titolo": "Un'équipe sola per scuola e servizi",
        "contesto": "Segnalazioni della scuola che arrivavano tardi e a uffici diversi.",
        "processo": "Un incontro al mese, sempre nello stesso giorno, con una scheda comune per ogni caso.",
        "esiti": "Meno passaggi per le famiglie, progetti scritti insieme fin dall'inizio.",
        "replicabilita": "Serve un coordinatore con quattro ore la settimana e un accordo con gli istituti.",
    },
    {
        "titolo": "Alloggi di sgancio con un custode sociale",
        "contesto": "Maggiorenni in uscita dalla comunità senza una casa né un garante.",
        "processo": "Tre appartamenti in convenzione, un custode sociale nel palazzo, un tutor per ciascuno.",
        "esiti": "Dopo un anno chi esce ha un contratto d'affitto a proprio nome.",
        "replicabilita": "Regge con alloggi pubblici sfitti e un fondo di garanzia per il deposito.",
    },
    {
        "titolo": "Il tirocinio comincia dal quartiere",
        "contesto": "Aziende lontane e ragazzi senza patente: i tirocini si interrompevano.",
        "processo": "Una mappa delle botteghe a piedi da casa, un patto a tre con il centro per l'impiego.",
        "esiti": "I tirocini portati a termine sono la maggior parte.",
        "replicabilita": "Basta una persona che conosca le botteghe; va rinnovata ogni anno.",
    },
    {
        "titolo": "Sportello famiglie itinerante",
        "contesto": "Comuni piccoli e sparsi, senza un servizio vicino.",
        "processo": "Un camper attrezzato con un'assistente sociale e un educatore, un giorno per Comune.",
        "esiti": "Arrivano famiglie che prima non si erano mai rivolte ai servizi.",
        "replicabilita": "Costa come una sede; serve un calendario affisso e rispettato.",
    },
    {
        "titolo": "Passaggio di consegne a diciassette anni e mezzo",
        "contesto": "Tra la tutela dei minori e i servizi per adulti il percorso si spezzava.",
        "processo": "Sei mesi di lavoro insieme dei due servizi, con un colloquio a tre ogni mese.",
        "esiti": "Nessun percorso interrotto nel passaggio ai diciotto anni.",
        "replicabilita": "Si fa con il personale che c'è; va scritta nel regolamento dell'Ambito.",
    },
    {
        "titolo": "Gruppo di parola per genitori",
        "contesto": "Genitori soli davanti alle scelte della scuola e del tribunale.",
        "processo": "Otto incontri serali condotti da due operatori, con uno spazio gioco accanto.",
        "esiti": "I genitori arrivano ai colloqui preparati e chiedono meno rinvii.",
        "replicabilita": "Due operatori formati e una stanza grande; la cura dei bambini è decisiva.",
    },
    {
        "titolo": "Peer tutor: chi è già passato di qui",
        "contesto": "Chi entrava nel percorso non sapeva che cosa aspettarsi.",
        "processo": "Ragazze e ragazzi che hanno concluso incontrano i nuovi, con un rimborso e un tutor.",
        "esiti": "Meno rinunce nei primi mesi, più presenze alla Youth Conference.",
        "replicabilita": "Serve una breve formazione e qualcuno che resti accanto ai peer tutor.",
    },
    {
        "titolo": "Educativa domiciliare con obiettivi visibili",
        "contesto": "Interventi lunghi di cui la famiglia non vedeva la fine.",
        "processo": "Tre obiettivi per volta scritti su un foglio in cucina, rivisti ogni due mesi.",
        "esiti": "Interventi più brevi e chiusi d'accordo con la famiglia.",
        "replicabilita": "Nessun costo in più; chiede tempo di supervisione agli educatori.",
    },
    {
        "titolo": "Affido di prossimità tra vicini di casa",
        "contesto": "Bambini collocati fuori famiglia per mancanza di aiuti di poche ore.",
        "processo": "Famiglie del quartiere che accolgono il pomeriggio, con un patto e una supervisione.",
        "esiti": "Alcuni allontanamenti evitati; reti che restano anche dopo.",
        "replicabilita": "Funziona dove c'è un'associazione che cerca e prepara le famiglie.",
    },
    {
        "titolo": "Pomeriggi aperti al centro diurno",
        "contesto": "Un centro usato solo da chi era inviato dai servizi.",
        "processo": "Due pomeriggi aperti a tutto il quartiere, con laboratori scelti dai ragazzi.",
        "esiti": "Gruppi misti, meno etichette, più iscritti agli sport.",
        "replicabilita": "Volontari formati e un'assicurazione; si può cominciare da un pomeriggio.",
    },
    {
        "titolo": "Una cabina a tre per ogni patto di inclusione",
        "contesto": "Patti firmati da uffici diversi, con obblighi che si contraddicevano.",
        "processo": "Assistente sociale, operatore del centro per l'impiego e persona firmano insieme.",
        "esiti": "Patti più corti, con scadenze che tutti conoscono.",
        "replicabilita": "Serve un protocollo fra Ambito e centro per l'impiego; poi entra nell'uso.",
    },
    {
        "titolo": "Il bilancio delle competenze nei due anni",
        "contesto": "A vent'anni molti percorsi finivano senza sapere che cosa si era imparato.",
        "processo": "Un quaderno personale aggiornato ogni tre mesi con tutor, scuola e datore di lavoro.",
        "esiti": "Curriculum scritti dai ragazzi stessi, colloqui affrontati con più sicurezza.",
        "replicabilita": "Il quaderno è gratuito; chiede un'ora al trimestre per ciascuno.",
    },
)
"""What is done: the fields of a good practice."""
