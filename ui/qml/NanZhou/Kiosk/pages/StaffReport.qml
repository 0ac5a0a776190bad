pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// The readiness report: the verdict, what failed, where it is kept.
KioskPage {
    id: root
    heading: Theme.say(page.verdict)
    lead: qsTr("报告已保存：%1").arg(page.saved)

    Banner {
        Layout.fillWidth: true
        symbol: "printer"
        mood: root.page.printing ? Banner.Notice : Banner.Good
        text: root.page.printing ? qsTr("正在打印报告…") : Theme.say(root.page.printed)
    }
    FactTable {
        Layout.fillWidth: true
        facts: root.page.rows
    }
    Item { Layout.fillHeight: true }
    actions: KioskButton {
        objectName: "choose_print"
        Layout.fillWidth: true
        Layout.fillHeight: true
        enabled: !root.page.printing
        symbol: "printer"
        text: qsTr("打印报告")
        onClicked: Shell.answer("choose", "print")
    }
}
